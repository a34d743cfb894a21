//! What is said where rows of one's own are brought to a dashboard: as a file, or by a program that posts them.

use super::words::words;

words! {
/// Something that is said of rows that are brought along.
DataWords {
    ImportCsv: "Import CSV", "CSV importieren", "Importer un CSV", "Importar CSV", "استيراد CSV", "ייבוא CSV", "CSV を取り込む";
    CsvHint: "The rows become a table, and a panel here shows it.", "Aus den Zeilen wird eine Tabelle, und ein Panel hier zeigt sie.", "Les lignes deviennent une table, qu’un panneau montre ici.", "Las filas se convierten en una tabla, y un panel la muestra aquí.", "تصبح الصفوف جدولًا، ويعرضه إطار هنا.", "השורות נעשות טבלה, ולוח כאן מציג אותה.", "行がテーブルになり、ここにパネルとして表示されます。";
    MakePanel: "Make the table and show it here", "Tabelle anlegen und hier zeigen", "Créer la table et l’afficher ici", "Crear la tabla y mostrarla aquí", "أنشئ الجدول واعرضه هنا", "צור את הטבלה והצג אותה כאן", "テーブルを作成してここに表示";
    Connect: "Connect data", "Daten anbinden", "Connecter des données", "Conectar datos", "ربط البيانات", "חיבור נתונים", "データを接続";
    ConnectHow: "A program posts rows to this address. The first post makes the table and finds out the types of its fields; rows that come later appear at once in every window.", "Ein Programm sendet Zeilen an diese Adresse. Die erste Sendung legt die Tabelle an und ermittelt die Typen der Felder; spätere Zeilen erscheinen sofort in jedem Fenster.", "Un programme envoie des lignes à cette adresse. Le premier envoi crée la table et détermine le type des champs ; les lignes suivantes apparaissent aussitôt dans chaque fenêtre.", "Un programa envía filas a esta dirección. El primer envío crea la tabla y averigua los tipos de los campos; las filas posteriores aparecen al instante en todas las ventanas.", "يرسل برنامج صفوفًا إلى هذا العنوان. أول إرسال ينشئ الجدول ويحدد أنواع حقوله، وما يأتي بعده يظهر فورًا في كل نافذة.", "תוכנה שולחת שורות לכתובת הזו. השליחה הראשונה יוצרת את הטבלה ומזהה את סוגי השדות; שורות שמגיעות אחר כך מופיעות מיד בכל חלון.", "プログラムがこのアドレスに行を送ります。最初の送信でテーブルが作られ、フィールドの型が決まります。以後の行はすべての画面にすぐ表示されます。";
    ConnectMore: "JSON and lines of JSON are taken too. Where people sign in here, the program needs a token from your account.", "Auch JSON und Zeilen aus JSON werden angenommen. Wo man sich hier anmeldet, braucht das Programm ein Token aus Ihrem Konto.", "Le JSON et les lignes JSON sont acceptés aussi. Là où l’on se connecte, le programme a besoin d’un jeton de votre compte.", "También se aceptan JSON y líneas de JSON. Donde hay que iniciar sesión, el programa necesita un token de su cuenta.", "يُقبل أيضًا JSON وأسطر JSON. وحيث يلزم تسجيل الدخول يحتاج البرنامج إلى رمز من حسابك.", "גם JSON ושורות JSON מתקבלים. היכן שנדרשת כניסה, התוכנה צריכה אסימון מהחשבון שלך.", "JSON と JSON 行も受け付けます。サインインが必要な場合、プログラムにはアカウントのトークンが要ります。";
    Copy: "Copy", "Kopieren", "Copier", "Copiar", "نسخ", "העתקה", "コピー";
    Copied: "Copied.", "Kopiert.", "Copié.", "Copiado.", "نُسخ.", "הועתק.", "コピーしました。";
}
}
