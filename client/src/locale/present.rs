//! Present: what is said where a dashboard is shown to others: in frames, in kiosks and on paper.

use super::words::words;

words! {
/// Something that those parts say.
PresentWords {
    NoSuchPanel: "This panel is not on the dashboard any more.", "Dieses Panel ist nicht mehr auf dem Dashboard.", "Ce panneau n’est plus sur le tableau de bord.", "Este panel ya no está en el tablero.", "لم تعد هذه اللوحة في لوحة المعلومات.", "החלונית הזאת כבר אינה בלוח המחוונים.", "このパネルはダッシュボードにもうありません。";
    EmbedElement: "As an element that fits its height", "Als Element, das seine Höhe anpasst", "Comme élément qui ajuste sa hauteur", "Como elemento que ajusta su altura", "كعنصر يضبط ارتفاعه", "כרכיב שמתאים את גובהו", "高さを合わせる要素として";
    Kiosk: "Presentation", "Präsentation", "Présentation", "Presentación", "العرض", "מצגת", "プレゼンテーション";
    KioskBegun: "Presentation. Escape ends it.", "Präsentation. Escape beendet sie.", "Présentation. Échap y met fin.", "Presentación. Escape la termina.", "بدأ العرض. ينهيه المفتاح Escape.", "המצגת החלה. Escape מסיים אותה.", "プレゼンテーションです。Esc キーで終わります。";
    EndKiosk: "End", "Beenden", "Terminer", "Terminar", "أنهِ", "סיים", "終了";
    FullScreen: "Full screen", "Vollbild", "Plein écran", "Pantalla completa", "ملء الشاشة", "מסך מלא", "全画面";
    PreviousTab: "Previous tab", "Voriger Tab", "Onglet précédent", "Pestaña anterior", "علامة التبويب السابقة", "הכרטיסייה הקודמת", "前のタブ";
    NextTab: "Next tab", "Nächster Tab", "Onglet suivant", "Pestaña siguiente", "علامة التبويب التالية", "הכרטיסייה הבאה", "次のタブ";
    TabsTakeTurns: "Next tab every", "Nächster Tab alle", "Onglet suivant toutes les", "Pestaña siguiente cada", "التبويب التالي كل", "הכרטיסייה הבאה כל", "タブの切り替え間隔";
    TurnsNever: "never", "nie", "jamais", "nunca", "أبدًا", "אף פעם", "切り替えない";
    ExportAs: "Save as PDF or PNG", "Als PDF oder PNG speichern", "Enregistrer en PDF ou PNG", "Guardar como PDF o PNG", "الحفظ بصيغة PDF أو PNG", "שמירה כ־PDF או PNG", "PDF または PNG で保存";
    ExportWhat: "What", "Was", "Quoi", "Qué", "ماذا", "מה", "対象";
    WholeDashboard: "The whole dashboard", "Das ganze Dashboard", "Tout le tableau de bord", "Todo el tablero", "لوحة المعلومات كلها", "כל לוח המחוונים", "ダッシュボード全体";
    ExportFormat: "Format", "Format", "Format", "Formato", "الصيغة", "תבנית", "形式";
    ExportPaper: "Paper", "Papier", "Papier", "Papel", "الورق", "נייר", "用紙";
    A4: "A4, upright", "A4, hoch", "A4, portrait", "A4, vertical", "A4، طولي", "A4, לאורך", "A4 縦";
    A4Across: "A4, across", "A4, quer", "A4, paysage", "A4, horizontal", "A4، عرضي", "A4, לרוחב", "A4 横";
    A3Across: "A3, across", "A3, quer", "A3, paysage", "A3, horizontal", "A3، عرضي", "A3, לרוחב", "A3 横";
    Letter: "Letter, upright", "Letter, hoch", "Letter, portrait", "Carta, vertical", "Letter، طولي", "Letter, לאורך", "レター 縦";
    LetterAcross: "Letter, across", "Letter, quer", "Letter, paysage", "Carta, horizontal", "Letter، عرضي", "Letter, לרוחב", "レター 横";
    ExportSize: "Size", "Größe", "Taille", "Tamaño", "الحجم", "גודל", "サイズ";
    PixelsWide: "{count} pixels wide", "{count} Pixel breit", "{count} pixels de large", "{count} píxeles de ancho", "عرض {count} بكسل", "רוחב {count} פיקסלים", "幅 {count} ピクセル";
    ExportTheme: "Theme", "Thema", "Thème", "Tema", "السمة", "ערכת נושא", "テーマ";
    Export: "Save", "Speichern", "Enregistrer", "Guardar", "احفظ", "שמור", "保存";
    Cancel: "Cancel", "Abbrechen", "Annuler", "Cancelar", "ألغِ", "בטל", "キャンセル";
    PanelsDrawn: "{done} of {of} panels drawn", "{done} von {of} Panels gezeichnet", "{done} panneaux dessinés sur {of}", "{done} de {of} paneles dibujados", "رُسمت {done} من {of} لوحات", "צוירו {done} מתוך {of} חלוניות", "パネル {of} 個中 {done} 個を描画済み";
    WritingFile: "All panels are drawn. The file is being written …", "Alle Panels sind gezeichnet. Die Datei wird geschrieben …", "Tous les panneaux sont dessinés. Écriture du fichier …", "Todos los paneles están dibujados. Escribiendo el archivo …", "رُسمت كل اللوحات. يُكتب الملف…", "כל החלוניות צוירו. הקובץ נכתב …", "すべてのパネルを描画しました。ファイルを書き込んでいます…";
    ExportCancelled: "Cancelled. Nothing was saved.", "Abgebrochen. Es wurde nichts gespeichert.", "Annulé. Rien n’a été enregistré.", "Cancelado. No se guardó nada.", "أُلغي. لم يُحفظ شيء.", "בוטל. דבר לא נשמר.", "キャンセルしました。何も保存されていません。";
    Exported: "Saved as {file}.", "Als {file} gespeichert.", "Enregistré sous {file}.", "Guardado como {file}.", "حُفظ باسم {file}.", "נשמר בשם {file}.", "{file} として保存しました。";
}
}
