//! The words of the audit: what was done, and to what.

use super::words::words;

words! {
/// Something that the audit says.
AuditWords {
    AnyAct: "Everything", "Alles", "Tout", "Todo", "كل شيء", "הכול", "すべて";
    SignedIn: "Signed in", "Angemeldet", "Connexion", "Inició sesión", "سجّل الدخول", "כניסה", "サインイン";
    SignInRefused: "Sign-in refused", "Anmeldung abgewiesen", "Connexion refusée", "Inicio de sesión rechazado", "رُفض تسجيل الدخول", "כניסה נדחתה", "サインイン拒否";
    SignedOut: "Signed out", "Abgemeldet", "Déconnexion", "Cerró sesión", "سجّل الخروج", "יציאה", "サインアウト";
    AccountMade: "Account made", "Konto angelegt", "Compte créé", "Cuenta creada", "أُنشئ حساب", "חשבון נוצר", "アカウント作成";
    AccountChanged: "Account changed", "Konto geändert", "Compte modifié", "Cuenta cambiada", "غُيّر حساب", "חשבון שונה", "アカウント変更";
    AccountRemoved: "Account removed", "Konto entfernt", "Compte supprimé", "Cuenta eliminada", "أُزيل حساب", "חשבון הוסר", "アカウント削除";
    GroupChanged: "Group changed", "Gruppe geändert", "Groupe modifié", "Grupo cambiado", "غُيّرت مجموعة", "קבוצה שונתה", "グループ変更";
    TokenMade: "Token made", "Token angelegt", "Jeton créé", "Token creado", "أُنشئ رمز", "אסימון נוצר", "トークン作成";
    TokenRevoked: "Token taken back", "Token zurückgenommen", "Jeton retiré", "Token retirado", "سُحب رمز", "אסימון בוטל", "トークン取り消し";
    RoleGranted: "Role given", "Rolle gegeben", "Rôle donné", "Rol dado", "مُنح دور", "תפקיד ניתן", "権限を付与";
    RoleRevoked: "Role taken back", "Rolle genommen", "Rôle retiré", "Rol retirado", "سُحب دور", "תפקיד נלקח", "権限を取り消し";
    ShareMade: "Link made", "Link angelegt", "Lien créé", "Enlace creado", "أُنشئ رابط", "קישור נוצר", "リンク作成";
    ShareChanged: "Link changed", "Link geändert", "Lien modifié", "Enlace cambiado", "غُيّر رابط", "קישור שונה", "リンク変更";
    ShareRevoked: "Link taken back", "Link zurückgenommen", "Lien retiré", "Enlace retirado", "سُحب رابط", "קישור בוטל", "リンク取り消し";
    ShareUsed: "Link used", "Link benutzt", "Lien utilisé", "Enlace usado", "استُخدم رابط", "קישור שומש", "リンク利用";
    DashboardMade: "Dashboard made", "Dashboard angelegt", "Tableau de bord créé", "Tablero creado", "أُنشئت لوحة", "לוח נוצר", "ダッシュボード作成";
    Imported: "Imported", "Importiert", "Importation", "Importación", "استيراد", "ייבוא", "取り込み";
    Exported: "Exported", "Exportiert", "Exportation", "Exportación", "تصدير", "ייצוא", "書き出し";
    DashboardDeleted: "Dashboard deleted", "Dashboard gelöscht", "Tableau de bord supprimé", "Tablero eliminado", "حُذفت لوحة", "לוח נמחק", "ダッシュボード削除";
    DashboardRestored: "Dashboard restored", "Dashboard wiederhergestellt", "Tableau de bord restauré", "Tablero recuperado", "استُعيدت لوحة", "לוח שוחזר", "ダッシュボード復元";
    DraftPublished: "Draft published", "Entwurf veröffentlicht", "Brouillon publié", "Borrador publicado", "نُشرت مسودة", "טיוטה פורסמה", "下書きを公開";
    TableDeleted: "Table deleted", "Tabelle gelöscht", "Table supprimée", "Tabla eliminada", "حُذف جدول", "טבלה נמחקה", "テーブル削除";
    FolderChanged: "Folder changed", "Ordner geändert", "Dossier modifié", "Carpeta cambiada", "غُيّر مجلد", "תיקייה שונתה", "フォルダー変更";
    Reconfigured: "Configuration read again", "Konfiguration neu gelesen", "Configuration relue", "Configuración releída", "أُعيدت قراءة الإعدادات", "התצורה נקראה מחדש", "設定を再読み込み";
    BackedUp: "Backup made", "Sicherung angelegt", "Sauvegarde faite", "Copia de seguridad hecha", "أُخذت نسخة احتياطية", "גיבוי נעשה", "バックアップ作成";
    BackupRestored: "Backup put back", "Sicherung eingespielt", "Sauvegarde restaurée", "Copia de seguridad repuesta", "أُعيدت نسخة احتياطية", "גיבוי שוחזר", "バックアップから復元";
    Denied: "Refused", "Abgewiesen", "Refus", "Denegado", "رُفض", "נדחה", "拒否";
    OfDashboard: "Dashboard", "Dashboard", "Tableau de bord", "Tablero", "لوحة معلومات", "לוח מחוונים", "ダッシュボード";
    OfDashboards: "All dashboards", "Alle Dashboards", "Tous les tableaux de bord", "Todos los tableros", "كل اللوحات", "כל הלוחות", "すべてのダッシュボード";
    OfFolder: "Folder", "Ordner", "Dossier", "Carpeta", "مجلد", "תיקייה", "フォルダー";
    OfTable: "Table", "Tabelle", "Table", "Tabla", "جدول", "טבלה", "テーブル";
    OfTables: "All tables", "Alle Tabellen", "Toutes les tables", "Todas las tablas", "كل الجداول", "כל הטבלאות", "すべてのテーブル";
    OfAccount: "Account", "Konto", "Compte", "Cuenta", "حساب", "חשבון", "アカウント";
    OfGroup: "Group", "Gruppe", "Groupe", "Grupo", "مجموعة", "קבוצה", "グループ";
    OfToken: "Token", "Token", "Jeton", "Token", "رمز", "אסימון", "トークン";
    OfShare: "Link", "Link", "Lien", "Enlace", "رابط", "קישור", "リンク";
}
}
