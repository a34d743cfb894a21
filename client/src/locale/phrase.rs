//! Phrases: what the parts say that nobody needs before the first chart (the list of dashboards, the builder).

use table::DataType;

use super::{
    Message, t,
    words::{say, say_filled, words},
};

words! {
/// Something that a later part says.
Phrase {
    Views: "Views of the list", "Ansichten der Liste", "Vues de la liste", "Vistas de la lista", "طرق عرض القائمة", "תצוגות הרשימה", "一覧の表示";
    AllDashboards: "All", "Alle", "Tous", "Todos", "الكل", "הכול", "すべて";
    Recent: "Recent", "Zuletzt geöffnet", "Récents", "Recientes", "المفتوحة مؤخرًا", "אחרונים", "最近";
    Starred: "Starred", "Mit Stern", "Favoris", "Destacados", "المميزة بنجمة", "מסומנים בכוכב", "スター付き";
    Folders: "Folders", "Ordner", "Dossiers", "Carpetas", "المجلدات", "תיקיות", "フォルダー";
    Trash: "Trash", "Papierkorb", "Corbeille", "Papelera", "سلة المهملات", "אשפה", "ごみ箱";
    Star: "Star", "Mit Stern versehen", "Ajouter aux favoris", "Destacar", "تمييز بنجمة", "סימון בכוכב", "スターを付ける";
    Unstar: "Take the star away", "Stern entfernen", "Retirer des favoris", "Quitar de destacados", "إزالة النجمة", "הסרת הכוכב", "スターを外す";
    WithTag: "All with the tag “{tag}”", "Alle mit dem Schlagwort „{tag}“", "Tous ceux avec l’étiquette « {tag} »", "Todos los de la etiqueta «{tag}»", "كل ما له الوسم «{tag}»", "כל מה שמתויג ב״{tag}״", "タグ「{tag}」のすべて";
    MoveToFolder: "Move to folder …", "In Ordner verschieben …", "Déplacer vers un dossier …", "Mover a una carpeta …", "نقل إلى مجلد …", "העברה לתיקייה …", "フォルダーへ移動 …";
    ExportJson: "Export as a file", "Als Datei exportieren", "Exporter dans un fichier", "Exportar a un archivo", "تصدير كملف", "ייצוא לקובץ", "ファイルに書き出す";
    ActionsOf: "Actions", "Aktionen", "Actions", "Acciones", "إجراءات", "פעולות", "操作";
    Loading: "One moment…", "Einen Moment…", "Un instant…", "Un momento…", "لحظة…", "רק רגע…", "お待ちください…";
    TrashEmpty: "The trash is empty", "Der Papierkorb ist leer", "La corbeille est vide", "La papelera está vacía", "سلة المهملات فارغة", "האשפה ריקה", "ごみ箱は空です";
    TrashHint: "What you delete stays here for {days} days and can be restored until then.", "Was Sie löschen, bleibt {days} Tage hier und lässt sich so lange wiederherstellen.", "Ce que vous supprimez reste ici {days} jours et peut être restauré jusque-là.", "Lo que elimina se queda aquí {days} días y se puede restaurar hasta entonces.", "ما تحذفه يبقى هنا {days} يومًا ويمكن استعادته خلالها.", "מה שמוחקים נשאר כאן {days} ימים, ועד אז אפשר לשחזר אותו.", "削除したものは{days}日間ここに残り、その間は復元できます。";
    WasRestored: "“{title}” is back", "„{title}“ ist wieder da", "« {title} » est de retour", "«{title}» ha vuelto", "عاد «{title}»", "״{title}״ – שוחזר", "「{title}」を復元しました";
    WasPurged: "“{title}” is gone for ever", "„{title}“ ist endgültig gelöscht", "« {title} » est supprimé pour toujours", "«{title}» se eliminó para siempre", "حُذف «{title}» نهائيًا", "״{title}״ – נמחק לתמיד", "「{title}」を完全に削除しました";
    DeletedSince: "Deleted {when}", "Gelöscht {when}", "Supprimé {when}", "Eliminado {when}", "حُذف {when}", "נמחק {when}", "削除：{when}";
    Restore: "Restore", "Wiederherstellen", "Restaurer", "Restaurar", "استعادة", "שחזור", "復元";
    Purge: "Delete for ever", "Endgültig löschen", "Supprimer définitivement", "Eliminar para siempre", "حذف نهائي", "מחיקה לתמיד", "完全に削除";
    ReallyPurge: "Really? This cannot be undone", "Wirklich? Das lässt sich nicht rückgängig machen", "Vraiment ? C’est irréversible", "¿Seguro? No se puede deshacer", "متأكد؟ لا يمكن التراجع عن هذا", "בטוח? אי אפשר לבטל את זה", "よろしいですか？元に戻せません";
    FileTitle: "Folder of “{title}”", "Ordner von „{title}“", "Dossier de « {title} »", "Carpeta de «{title}»", "مجلد «{title}»", "התיקייה של ״{title}״", "「{title}」のフォルダー";
    NoFolder: "No folder", "Kein Ordner", "Aucun dossier", "Sin carpeta", "بلا مجلد", "ללא תיקייה", "フォルダーなし";
    NewFolder: "New folder", "Neuer Ordner", "Nouveau dossier", "Carpeta nueva", "مجلد جديد", "תיקייה חדשה", "新しいフォルダー";
    FolderExample: "Sales/Europe", "Vertrieb/Europa", "Ventes/Europe", "Ventas/Europa", "المبيعات/أوروبا", "מכירות/אירופה", "営業/ヨーロッパ";
    FolderHint: "A slash makes a folder within a folder.", "Ein Schrägstrich macht einen Ordner in einem Ordner.", "Une barre oblique crée un dossier dans un dossier.", "Una barra crea una carpeta dentro de otra.", "الشرطة المائلة تنشئ مجلدًا داخل مجلد.", "לוכסן יוצר תיקייה בתוך תיקייה.", "スラッシュで区切るとフォルダーの中にフォルダーができます。";
    MoveThere: "Move there", "Dorthin verschieben", "Y déplacer", "Mover ahí", "نقل إلى هناك", "העברה לשם", "そこへ移動";
    Templates: "Templates", "Vorlagen", "Modèles", "Plantillas", "القوالب", "תבניות", "テンプレート";
    AllTemplates: "All templates", "Alle Vorlagen", "Tous les modèles", "Todas las plantillas", "كل القوالب", "כל התבניות", "すべてのテンプレート";
    ExampleRows: "Example rows that come with Ashboard", "Beispieldaten von Ashboard", "Données d’exemple fournies avec Ashboard", "Filas de ejemplo que vienen con Ashboard", "بيانات مثال مرفقة مع Ashboard", "שורות לדוגמה שמגיעות עם Ashboard", "Ashboard付属のサンプルデータ";
    RowsOf: "Rows of {table}", "Zeilen von {table}", "Lignes de {table}", "Filas de {table}", "صفوف {table}", "שורות של {table}", "{table}の行";
    FileTooLarge: "The file is larger than 64 MB. Post its rows to a table over HTTP instead.", "Die Datei ist größer als 64 MB. Senden Sie ihre Zeilen stattdessen über HTTP an eine Tabelle.", "Le fichier dépasse 64 Mo. Envoyez plutôt ses lignes à une table par HTTP.", "El archivo supera los 64 MB. Envíe sus filas a una tabla por HTTP.", "الملف أكبر من 64 م.ب. أرسل صفوفه إلى جدول عبر HTTP بدلًا من ذلك.", "הקובץ גדול מ־64 מ״ב. שלחו את השורות שלו לטבלה דרך HTTP.", "ファイルが64 MBを超えています。代わりにHTTPで行をテーブルに送信してください。";
    FileUnreadable: "The file holds no text that can be read.", "Die Datei enthält keinen lesbaren Text.", "Le fichier ne contient aucun texte lisible.", "El archivo no contiene texto legible.", "لا يحتوي الملف على نص يمكن قراءته.", "אין בקובץ טקסט שאפשר לקרוא.", "読み取れるテキストがファイルにありません。";
    FileUnknown: "The file is neither CSV, nor a dashboard, nor a chart of Vega-Lite.", "Die Datei ist weder CSV noch ein Dashboard noch ein Diagramm in Vega-Lite.", "Le fichier n’est ni du CSV, ni un tableau de bord, ni un graphique Vega-Lite.", "El archivo no es CSV, ni un tablero, ni un gráfico de Vega-Lite.", "الملف ليس CSV ولا لوحة معلومات ولا مخطط Vega-Lite.", "הקובץ אינו CSV, לא לוח מחוונים ולא תרשים Vega-Lite.", "CSV、ダッシュボード、Vega-Liteのグラフのいずれでもありません。";
    ChooseFile: "Choose a file, or drop it on this page", "Datei wählen oder auf diese Seite ziehen", "Choisissez un fichier, ou déposez-le sur cette page", "Elija un archivo o suéltelo en esta página", "اختر ملفًا أو أفلته على هذه الصفحة", "בחרו קובץ, או גררו אותו לדף הזה", "ファイルを選ぶか、このページにドロップ";
    ImportHint: "CSV becomes a table and a dashboard. A dashboard of Ashboard or a chart of Vega-Lite, as JSON, becomes a dashboard.", "Aus CSV wird eine Tabelle mit Dashboard. Aus einem Dashboard von Ashboard oder einem Diagramm in Vega-Lite, als JSON, wird ein Dashboard.", "Un CSV devient une table et un tableau de bord. Un tableau de bord Ashboard ou un graphique Vega-Lite, en JSON, devient un tableau de bord.", "Un CSV se convierte en una tabla y un tablero. Un tablero de Ashboard o un gráfico de Vega-Lite, en JSON, se convierte en un tablero.", "يصبح CSV جدولًا ولوحة معلومات. وتصبح لوحة Ashboard أو مخطط Vega-Lite بصيغة JSON لوحة معلومات.", "קובץ CSV נעשה טבלה ולוח מחוונים. לוח מחוונים של Ashboard או תרשים Vega-Lite, כ־JSON, נעשה לוח מחוונים.", "CSVはテーブルとダッシュボードになります。AshboardのダッシュボードやVega-Liteのグラフ（JSON）はダッシュボードになります。";
    ImportTitle: "Import", "Importieren", "Importer", "Importar", "استيراد", "ייבוא", "取り込み";
    IsOutline: "This is a dashboard of Ashboard.", "Das ist ein Dashboard von Ashboard.", "C’est un tableau de bord Ashboard.", "Es un tablero de Ashboard.", "هذه لوحة معلومات من Ashboard.", "זהו לוח מחוונים של Ashboard.", "Ashboardのダッシュボードです。";
    IsVegaLite: "This is a chart of Vega-Lite. What a panel cannot show is left out.", "Das ist ein Diagramm in Vega-Lite. Was eine Kachel nicht zeigen kann, entfällt.", "C’est un graphique Vega-Lite. Ce qu’un panneau ne peut pas montrer est laissé de côté.", "Es un gráfico de Vega-Lite. Lo que un panel no puede mostrar se omite.", "هذا مخطط Vega-Lite. ما لا يستطيع الإطار عرضه يُترك.", "זהו תרשים Vega-Lite. מה שחלונית לא יכולה להציג מושמט.", "Vega-Liteのグラフです。パネルで表せない部分は省かれます。";
    MakeDashboard: "Make the dashboard", "Dashboard anlegen", "Créer le tableau de bord", "Crear el tablero", "إنشاء لوحة المعلومات", "יצירת לוח המחוונים", "ダッシュボードを作成";
    TableName: "Name of the table", "Name der Tabelle", "Nom de la table", "Nombre de la tabla", "اسم الجدول", "שם הטבלה", "テーブル名";
    Sending: "Sending rows…", "Zeilen werden gesendet…", "Envoi des lignes…", "Enviando filas…", "جارٍ إرسال الصفوف…", "השורות נשלחות…", "行を送信中…";
    MakeTable: "Make table and dashboard", "Tabelle und Dashboard anlegen", "Créer la table et le tableau de bord", "Crear tabla y tablero", "إنشاء الجدول ولوحة المعلومات", "יצירת טבלה ולוח מחוונים", "テーブルとダッシュボードを作成";
    PreviewOf: "Columns: {columns}. Below are the first rows; nothing is made yet.", "Spalten: {columns}. Unten stehen die ersten Zeilen; noch ist nichts angelegt.", "Colonnes : {columns}. Voici les premières lignes ; rien n’est encore créé.", "Columnas: {columns}. Abajo, las primeras filas; todavía no se ha creado nada.", "الأعمدة: {columns}. في الأسفل الصفوف الأولى؛ لم يُنشأ شيء بعد.", "עמודות: {columns}. למטה השורות הראשונות; עוד לא נוצר דבר.", "列：{columns}。下は最初の行です。まだ何も作成していません。";
    TableExists: "There is a table of this name: the rows are added to it.", "Eine Tabelle dieses Namens gibt es schon: Die Zeilen kommen hinzu.", "Une table porte déjà ce nom : les lignes y sont ajoutées.", "Ya hay una tabla con este nombre: las filas se añaden a ella.", "يوجد جدول بهذا الاسم: ستضاف الصفوف إليه.", "כבר יש טבלה בשם הזה: השורות יתווספו אליה.", "同じ名前のテーブルがあります。行はそこに追加されます。";
    FirstRows: "First rows", "Erste Zeilen", "Premières lignes", "Primeras filas", "الصفوف الأولى", "השורות הראשונות", "最初の行";
    DropHere: "Drop the file to import it", "Datei loslassen, um sie zu importieren", "Déposez le fichier pour l’importer", "Suelte el archivo para importarlo", "أفلت الملف لاستيراده", "שחררו את הקובץ כדי לייבא אותו", "ドロップして取り込む";
    Search: "Search dashboards", "Dashboards suchen", "Chercher un tableau de bord", "Buscar tableros", "ابحث في لوحات المعلومات", "חיפוש לוחות מחוונים", "ダッシュボードを検索";
    FromTemplate: "From a template", "Aus einer Vorlage", "À partir d’un modèle", "Desde una plantilla", "من قالب", "מתבנית", "テンプレートから";
    Import: "Import", "Importieren", "Importer", "Importar", "استيراد", "ייבוא", "取り込む";
    NothingFound: "Nothing here is called “{words}”", "Nichts hier heißt „{words}“", "Rien ici ne s’appelle « {words} »", "Aquí no hay nada llamado «{words}»", "لا شيء هنا باسم «{words}»", "אין כאן דבר בשם ״{words}״", "「{words}」は見つかりません";
    ClearSearch: "Clear the search", "Suche leeren", "Effacer la recherche", "Borrar la búsqueda", "مسح البحث", "ניקוי החיפוש", "検索を消す";
    FirstHint: "Begin with a template, drop a CSV file here, or make an empty dashboard: whoever opens it sees every edit at once.", "Beginnen Sie mit einer Vorlage, ziehen Sie eine CSV-Datei hierher oder legen Sie ein leeres Dashboard an: Wer es öffnet, sieht jede Änderung sofort.", "Commencez par un modèle, déposez un fichier CSV ici ou créez un tableau de bord vide : quiconque l’ouvre voit aussitôt chaque modification.", "Empiece con una plantilla, suelte aquí un archivo CSV o cree un tablero vacío: quien lo abra verá cada cambio al instante.", "ابدأ بقالب، أو أفلت ملف CSV هنا، أو أنشئ لوحة فارغة: من يفتحها يرى كل تعديل فورًا.", "התחילו מתבנית, גררו לכאן קובץ CSV או צרו לוח מחוונים ריק: כל מי שפותח אותו רואה כל שינוי מיד.", "テンプレートから始めるか、CSVファイルをここにドロップするか、空のダッシュボードを作ってください。開いている全員に変更がすぐ伝わります。";
    RecentEmpty: "Nothing was opened here yet", "Hier wurde noch nichts geöffnet", "Rien n’a encore été ouvert ici", "Todavía no se ha abierto nada aquí", "لم يُفتح شيء هنا بعد", "עוד לא נפתח כאן דבר", "まだ何も開いていません";
    RecentHint: "Dashboards that you open in this browser stand here, the last one first.", "Dashboards, die Sie in diesem Browser öffnen, stehen hier, das letzte zuerst.", "Les tableaux de bord que vous ouvrez dans ce navigateur s’affichent ici, le dernier en premier.", "Los tableros que abra en este navegador aparecen aquí, el último primero.", "تظهر هنا اللوحات التي تفتحها في هذا المتصفح، الأحدث أولًا.", "לוחות מחוונים שתפתחו בדפדפן הזה יופיעו כאן, האחרון ראשון.", "このブラウザーで開いたダッシュボードが、新しい順にここに並びます。";
    StarredEmpty: "No stars yet", "Noch keine Sterne", "Pas encore de favoris", "Todavía no hay destacados", "لا نجوم بعد", "אין עדיין כוכבים", "スターはまだありません";
    StarredHint: "Press the star of a dashboard to find it here.", "Drücken Sie den Stern eines Dashboards, um es hier zu finden.", "Appuyez sur l’étoile d’un tableau de bord pour le retrouver ici.", "Pulse la estrella de un tablero para encontrarlo aquí.", "اضغط نجمة لوحة معلومات لتجدها هنا.", "לחצו על הכוכב של לוח מחוונים כדי למצוא אותו כאן.", "ダッシュボードの星を押すと、ここに並びます。";
    FolderEmpty: "This folder is empty", "Dieser Ordner ist leer", "Ce dossier est vide", "Esta carpeta está vacía", "هذا المجلد فارغ", "התיקייה הזאת ריקה", "このフォルダーは空です";
    FolderEmptyHint: "Drag a dashboard onto a folder, or choose “Move to folder …” from its menu.", "Ziehen Sie ein Dashboard auf einen Ordner oder wählen Sie „In Ordner verschieben …“ in seinem Menü.", "Faites glisser un tableau de bord sur un dossier, ou choisissez « Déplacer vers un dossier … » dans son menu.", "Arrastre un tablero a una carpeta o elija «Mover a una carpeta …» en su menú.", "اسحب لوحة إلى مجلد، أو اختر «نقل إلى مجلد …» من قائمتها.", "גררו לוח מחוונים אל תיקייה, או בחרו ״העברה לתיקייה …״ בתפריט שלו.", "ダッシュボードをフォルダーにドラッグするか、メニューの「フォルダーへ移動 …」を選んでください。";
    WasTrashed: "“{title}” is in the trash", "„{title}“ liegt im Papierkorb", "« {title} » est dans la corbeille", "«{title}» está en la papelera", "«{title}» في سلة المهملات", "״{title}״ – באשפה", "「{title}」をごみ箱に移しました";
    WasFiled: "“{title}” is in {folder}", "„{title}“ liegt in {folder}", "« {title} » est dans {folder}", "«{title}» está en {folder}", "«{title}» في {folder}", "״{title}״ – בתיקייה {folder}", "「{title}」を{folder}に移しました";
    WasFiledNowhere: "“{title}” is in no folder", "„{title}“ liegt in keinem Ordner", "« {title} » n’est dans aucun dossier", "«{title}» no está en ninguna carpeta", "«{title}» ليس في أي مجلد", "״{title}״ – ללא תיקייה", "「{title}」をフォルダーから出しました";
    HostTitle: "Host vitals", "Werte eines Rechners", "État d’une machine", "Estado de una máquina", "مؤشرات الجهاز", "מדדי מחשב", "ホストの状態";
    HostWords: "CPU, memory, network and disk of one machine, once a second.", "Prozessor, Speicher, Netz und Platte eines Rechners, jede Sekunde.", "Processeur, mémoire, réseau et disque d’une machine, chaque seconde.", "CPU, memoria, red y disco de una máquina, cada segundo.", "المعالج والذاكرة والشبكة والقرص لجهاز واحد، كل ثانية.", "מעבד, זיכרון, רשת ודיסק של מחשב אחד, בכל שנייה.", "1台のマシンのCPU、メモリ、ネットワーク、ディスクを毎秒。";
    WebTitle: "Web requests", "Web-Anfragen", "Requêtes web", "Peticiones web", "طلبات الويب", "בקשות אינטרנט", "Webリクエスト";
    WebWords: "How many requests come, how long they take, and which of them fail.", "Wie viele Anfragen kommen, wie lange sie dauern und welche scheitern.", "Combien de requêtes arrivent, combien de temps elles prennent et lesquelles échouent.", "Cuántas peticiones llegan, cuánto tardan y cuáles fallan.", "كم طلبًا يصل، وكم يستغرق، وأيها يفشل.", "כמה בקשות מגיעות, כמה זמן הן לוקחות ואילו נכשלות.", "リクエストの件数、所要時間、失敗したもの。";
    SalesTitle: "Sales", "Verkäufe", "Ventes", "Ventas", "المبيعات", "מכירות", "売上";
    SalesWords: "Revenue, orders and who buys: new customers and those who come again.", "Umsatz, Bestellungen und wer kauft: neue Kunden und solche, die wiederkommen.", "Chiffre d’affaires, commandes et acheteurs : nouveaux clients et clients fidèles.", "Ingresos, pedidos y quién compra: clientes nuevos y los que vuelven.", "الإيرادات والطلبات ومن يشتري: عملاء جدد ومن يعودون.", "הכנסות, הזמנות ומי קונה: לקוחות חדשים ולקוחות חוזרים.", "売上高、注文、購入者（新規とリピーター）。";
    IotTitle: "Sensor", "Sensor", "Capteur", "Sensor", "مستشعر", "חיישן", "センサー";
    IotWords: "The readings of one station: temperature, air pressure and wind through a year.", "Die Messwerte einer Station: Temperatur, Luftdruck und Wind über ein Jahr.", "Les mesures d’une station : température, pression et vent sur une année.", "Las lecturas de una estación: temperatura, presión y viento durante un año.", "قراءات محطة واحدة: الحرارة والضغط والرياح على مدار سنة.", "המדידות של תחנה אחת: טמפרטורה, לחץ אוויר ורוח לאורך שנה.", "1つの観測所の1年間の気温、気圧、風。";
    FinanceTitle: "Finance", "Finanzen", "Finance", "Finanzas", "المالية", "פיננסים", "金融";
    FinanceWords: "Prices of several shares: how they went, how they compare, and what they are now.", "Kurse mehrerer Aktien: ihr Verlauf, ihr Vergleich und ihr Stand.", "Cours de plusieurs actions : leur évolution, leur comparaison, leur valeur actuelle.", "Precios de varias acciones: cómo evolucionaron, cómo se comparan y cuánto valen ahora.", "أسعار عدة أسهم: مسارها ومقارنتها وقيمتها الآن.", "מחירים של כמה מניות: איך השתנו, איך הן ביחס זו לזו ומה ערכן עכשיו.", "複数の株価の推移、比較、現在値。";
    ProjectTitle: "Project", "Projekt", "Projet", "Proyecto", "المشروع", "פרויקט", "プロジェクト";
    ProjectWords: "What a team changes: how much, where, and when, from the log of its repository.", "Was ein Team ändert: wie viel, wo und wann, aus dem Log seines Repositorys.", "Ce qu’une équipe modifie : combien, où et quand, d’après le journal de son dépôt.", "Lo que cambia un equipo: cuánto, dónde y cuándo, según el registro de su repositorio.", "ما يغيره الفريق: كم وأين ومتى، من سجل مستودعه.", "מה שצוות משנה: כמה, היכן ומתי, מתוך יומן המאגר שלו.", "チームの変更の量、場所、時期をリポジトリのログから。";
    Redo: "Redo", "Wiederholen", "Rétablir", "Rehacer", "إعادة", "ביצוע חוזר", "やり直す";
    Commands: "Commands", "Befehle", "Commandes", "Comandos", "الأوامر", "פקודות", "コマンド";
    CommandsHint: "What do you want to do, or where to?", "Was möchten Sie tun, oder wohin?", "Que voulez-vous faire, ou où aller ?", "¿Qué quiere hacer o adónde quiere ir?", "ماذا تريد أن تفعل، أو إلى أين؟", "מה לעשות, או לאן לעבור?", "何をしますか、どこへ行きますか";
    NoCommand: "Nothing is called like that", "Nichts heißt so", "Rien ne s’appelle ainsi", "No hay nada con ese nombre", "لا شيء بهذا الاسم", "אין דבר בשם כזה", "該当するものがありません";
    GroupAction: "Action", "Aktion", "Action", "Acción", "إجراء", "פעולה", "操作";
    GroupPanel: "Panel", "Kachel", "Panneau", "Panel", "إطار", "חלונית", "パネル";
    GroupDashboard: "Dashboard", "Dashboard", "Tableau de bord", "Tablero", "لوحة معلومات", "לוח מחוונים", "ダッシュボード";
    GroupPerson: "Person", "Person", "Personne", "Persona", "شخص", "אדם", "人";
    Settings: "Settings of the dashboard", "Einstellungen des Dashboards", "Réglages du tableau de bord", "Ajustes del tablero", "إعدادات لوحة المعلومات", "הגדרות לוח המחוונים", "ダッシュボードの設定";
    SelectedCount: "Selected: {count}", "Ausgewählt: {count}", "Sélection : {count}", "Seleccionados: {count}", "المحدد: {count}", "נבחרו: {count}", "選択中：{count}";
    AlignStart: "Align at the start", "Am Anfang ausrichten", "Aligner au début", "Alinear al principio", "محاذاة عند البداية", "יישור להתחלה", "先頭にそろえる";
    AlignEnd: "Align at the end", "Am Ende ausrichten", "Aligner à la fin", "Alinear al final", "محاذاة عند النهاية", "יישור לסוף", "末尾にそろえる";
    SameSize: "Same size", "Gleiche Größe", "Même taille", "Mismo tamaño", "الحجم نفسه", "אותו גודל", "同じサイズ";
    InRow: "In a row", "Nebeneinander", "En ligne", "En fila", "في صف", "בשורה", "横に並べる";
    InColumn: "In a column", "Untereinander", "En colonne", "En columna", "في عمود", "בטור", "縦に並べる";
    Unselect: "Select nothing", "Auswahl aufheben", "Ne rien sélectionner", "No seleccionar nada", "إلغاء التحديد", "ביטול הבחירה", "選択を解除";
    KeySelect: "Select a panel with others", "Kachel mit anderen auswählen", "Sélectionner un panneau avec d’autres", "Seleccionar un panel con otros", "تحديد إطار مع أخرى", "בחירת חלונית עם אחרות", "パネルを追加で選択";
    KeySelectAll: "Select all panels", "Alle Kacheln auswählen", "Sélectionner tous les panneaux", "Seleccionar todos los paneles", "تحديد كل الإطارات", "בחירת כל החלוניות", "すべてのパネルを選択";
    KeyCommands: "Find anything", "Alles finden", "Tout trouver", "Encontrar cualquier cosa", "العثور على أي شيء", "מציאת כל דבר", "何でも探す";
}
}

/// What a phrase says.
pub(crate) fn p(phrase: Phrase) -> &'static str {
    say(phrase)
}

/// What a phrase with places such as `{name}` says when they are filled.
pub(crate) fn phrase_filled(phrase: Phrase, places: &[(&str, &str)]) -> String {
    say_filled(phrase, places)
}

/// Title and description of a template that comes with the program.
pub(crate) fn template_words(id: &str) -> Option<(Phrase, Phrase)> {
    match id {
        "host" => Some((Phrase::HostTitle, Phrase::HostWords)),
        "web" => Some((Phrase::WebTitle, Phrase::WebWords)),
        "sales" => Some((Phrase::SalesTitle, Phrase::SalesWords)),
        "iot" => Some((Phrase::IotTitle, Phrase::IotWords)),
        "finance" => Some((Phrase::FinanceTitle, Phrase::FinanceWords)),
        "project" => Some((Phrase::ProjectTitle, Phrase::ProjectWords)),
        _ => None,
    }
}

/// What a column holds.
pub(crate) fn type_words(data_type: DataType) -> &'static str {
    t(match data_type {
        DataType::Float => Message::TypeFloat,
        DataType::Integer => Message::TypeInteger,
        DataType::Time => Message::TypeTime,
        DataType::Text => Message::TypeText,
        DataType::Flag => Message::TypeFlag,
    })
}
