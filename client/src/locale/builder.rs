//! The words of building: what the settings of a dashboard, the palette of panels and the keys are called.

use super::words::words;

words! {
/// Something that the builder says.
BuilderWords {
    ThemeOfViewer: "As each viewer chose", "Wie jede Person es wählt", "Au choix de chacun", "Según elija cada persona", "كما يختار كل مشاهد", "לפי בחירת הצופה", "見る人の設定に従う";
    RefreshLive: "As they come", "Sobald sie kommen", "Dès leur arrivée", "En cuanto llegan", "فور وصولها", "מיד כשהן מגיעות", "届きしだい";
    RefreshSecond: "Every second", "Jede Sekunde", "Chaque seconde", "Cada segundo", "كل ثانية", "כל שנייה", "1秒ごと";
    RefreshFiveSeconds: "Every 5 seconds", "Alle 5 Sekunden", "Toutes les 5 secondes", "Cada 5 segundos", "كل 5 ثوانٍ", "כל 5 שניות", "5秒ごと";
    RefreshHalfMinute: "Every 30 seconds", "Alle 30 Sekunden", "Toutes les 30 secondes", "Cada 30 segundos", "كل 30 ثانية", "כל 30 שניות", "30秒ごと";
    RefreshMinute: "Every minute", "Jede Minute", "Chaque minute", "Cada minuto", "كل دقيقة", "כל דקה", "1分ごと";
    RefreshPaused: "Only when asked for", "Nur auf Wunsch", "Uniquement sur demande", "Solo al pedirlo", "عند الطلب فقط", "רק לפי בקשה", "求められたときだけ";
    Heatmap: "Heatmap", "Heatmap", "Carte de chaleur", "Mapa de calor", "خريطة حرارية", "מפת חום", "ヒートマップ";
    Pie: "Pie", "Torte", "Camembert", "Tarta", "دائري", "עוגה", "円グラフ";
    Histogram: "Histogram", "Histogramm", "Histogramme", "Histograma", "مدرّج تكراري", "היסטוגרמה", "ヒストグラム";
    PaletteSearch: "Search what can be added", "Suchen, was sich hinzufügen lässt", "Chercher ce qu’on peut ajouter", "Buscar qué añadir", "ابحث عمّا يمكن إضافته", "חיפוש מה להוסיף", "追加できるものを検索";
    PaletteHint: "Press a card to add it at the end, or drag it to its place.", "Eine Karte drücken fügt sie am Ende an; ziehen legt sie an ihren Platz.", "Appuyez sur une carte pour l’ajouter à la fin, ou glissez-la à sa place.", "Pulse una tarjeta para añadirla al final, o arrástrela a su sitio.", "اضغط بطاقة لإضافتها في النهاية، أو اسحبها إلى مكانها.", "לחיצה על כרטיס מוסיפה אותו בסוף; גרירה מניחה אותו במקומו.", "カードを押すと末尾に追加され、ドラッグすると好きな場所に置けます。";
    PaletteNone: "There is no such card. Other words?", "Eine solche Karte gibt es nicht. Andere Wörter?", "Aucune carte de ce nom. D’autres mots ?", "No hay tal tarjeta. ¿Otras palabras?", "لا توجد بطاقة كهذه. هل من كلمات أخرى؟", "אין כרטיס כזה. אולי במילים אחרות?", "該当するカードがありません。ほかの言葉で検索してください。";
    WasAdded: "{what}: added.", "{what}: hinzugefügt.", "{what} : ajouté.", "{what}: añadido.", "{what}: أُضيف.", "{what}: נוסף.", "{what}を追加しました。";
    TagsHint: "Enter or a comma takes a word over.", "Enter oder ein Komma übernimmt ein Wort.", "Entrée ou une virgule valide un mot.", "Intro o una coma acepta una palabra.", "يعتمد Enter أو الفاصلة الكلمة.", "מקש Enter או פסיק מוסיפים מילה.", "Enter または読点で確定します。";
    RemoveTag: "Remove the tag {tag}", "Schlagwort {tag} entfernen", "Retirer l’étiquette {tag}", "Quitar la etiqueta {tag}", "إزالة الوسم {tag}", "הסרת התגית {tag}", "タグ {tag} を外す";
    TimeHint: "For example now-6h to now, now/d for today, or a date. Empty shows all there is.", "Zum Beispiel now-6h bis now, now/d für heute, oder ein Datum. Leer zeigt alles.", "Par exemple now-6h à now, now/d pour aujourd’hui, ou une date. Vide montre tout.", "Por ejemplo now-6h hasta now, now/d para hoy, o una fecha. Vacío muestra todo.", "مثلًا now-6h إلى now، أو now/d لليوم، أو تاريخ. الفراغ يعرض كل شيء.", "למשל now-6h עד now,‏ now/d להיום, או תאריך. ריק מציג הכול.", "例：now-6h から now、今日は now/d、または日付。空欄ならすべて表示します。";
    ZoneHint: "Empty keeps the zone of each viewer.", "Leer lässt jeder Person ihre Zone.", "Vide garde le fuseau de chacun.", "Vacío deja la zona de cada persona.", "الفراغ يُبقي منطقة كل مشاهد.", "ריק משאיר לכל צופה את אזורו.", "空欄なら見る人のタイムゾーンになります。";
    WhoMayWhat: "Who may do what", "Wer was darf", "Qui peut faire quoi", "Quién puede hacer qué", "من يحق له ماذا", "מי רשאי לעשות מה", "誰が何をできるか";
    ShowNewest: "Show the newest rows", "Neueste Zeilen zeigen", "Afficher les dernières lignes", "Mostrar las filas más recientes", "عرض أحدث الصفوف", "הצגת השורות החדשות ביותר", "最新の行を表示";
    NoTime: "Write a time such as now, now-6h, now-1d/d or 2026-01-31T12:00Z.", "Bitte eine Zeit wie now, now-6h, now-1d/d oder 2026-01-31T12:00Z.", "Écrivez un instant comme now, now-6h, now-1d/d ou 2026-01-31T12:00Z.", "Escriba un momento como now, now-6h, now-1d/d o 2026-01-31T12:00Z.", "اكتب وقتًا مثل now أو now-6h أو now-1d/d أو 2026-01-31T12:00Z.", "כתבו זמן כגון now,‏ now-6h,‏ now-1d/d או 2026-01-31T12:00Z.", "now、now-6h、now-1d/d、2026-01-31T12:00Z のように時刻を書いてください。";
    SingleKeys: "Single keys", "Einzelne Tasten", "Touches simples", "Teclas sueltas", "مفاتيح مفردة", "מקשים בודדים", "1キーのショートカット";
    SingleKeysOn: "Single keys do something (kept in this browser)", "Einzelne Tasten sind belegt (in diesem Browser gemerkt)", "Les touches simples agissent (retenu dans ce navigateur)", "Las teclas sueltas actúan (se recuerda en este navegador)", "المفاتيح المفردة مفعّلة (يُحفظ في هذا المتصفح)", "מקשים בודדים פעילים (נשמר בדפדפן זה)", "1キーのショートカットを使う（このブラウザーに保存）";
    KeyAdd: "Add a panel", "Panel hinzufügen", "Ajouter un panneau", "Añadir un panel", "إضافة لوحة", "הוספת לוח", "パネルを追加";
    KeyEdit: "Edit the panel that has the focus", "Das Panel mit dem Fokus bearbeiten", "Modifier le panneau actif", "Editar el panel enfocado", "تحرير اللوحة التي عليها التركيز", "עריכת הלוח שבמוקד", "選択中のパネルを編集";
    KeySettings: "Settings of the dashboard", "Einstellungen des Dashboards", "Réglages du tableau de bord", "Ajustes del tablero", "إعدادات لوحة المعلومات", "הגדרות לוח המחוונים", "ダッシュボードの設定";
    KeyFullView: "Show the panel alone", "Das Panel allein zeigen", "Afficher le panneau seul", "Mostrar solo el panel", "عرض اللوحة وحدها", "הצגת הלוח לבדו", "パネルだけを表示";
    KeyKiosk: "Kiosk: nothing but the panels", "Kiosk: nichts als die Panels", "Kiosque : les panneaux seuls", "Quiosco: solo los paneles", "وضع العرض: اللوحات فقط", "קיוסק: הלוחות בלבד", "キオスク表示（パネルのみ）";
    KeyZoomOut: "Show twice as much time", "Doppelt so viel Zeit zeigen", "Afficher deux fois plus de temps", "Mostrar el doble de tiempo", "عرض ضعف المدة", "הצגת פי שניים זמן", "表示期間を2倍に広げる";
    KeyBack: "Show the time before", "Die Zeit davor zeigen", "Afficher la période précédente", "Mostrar el periodo anterior", "عرض المدة السابقة", "הצגת התקופה הקודמת", "前の期間を表示";
    KeyForward: "Show the time after", "Die Zeit danach zeigen", "Afficher la période suivante", "Mostrar el periodo siguiente", "عرض المدة التالية", "הצגת התקופה הבאה", "次の期間を表示";
}
}
