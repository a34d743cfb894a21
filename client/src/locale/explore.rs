//! What the parts say with which one person looks at data: the time range, the pause, the full view and its rows,
//! filters made by hand, and the link to all that.

use super::words::words;

words! {
/// Something that those parts say.
ExploreWords {
    TimeRange: "Time range", "Zeitraum", "Période", "Intervalo de tiempo", "المدى الزمني", "טווח זמן", "期間";
    TimeRangeIs: "Time range: {range}", "Zeitraum: {range}", "Période : {range}", "Intervalo de tiempo: {range}", "المدى الزمني: {range}", "טווח זמן: {range}", "期間: {range}";
    AllTimes: "All times", "Gesamte Zeit", "Toute la période", "Todo el tiempo", "كل الأوقات", "כל הזמנים", "全期間";
    Last: "Last {span}", "Letzte {span}", "Depuis {span}", "Desde hace {span}", "آخر {span}", "לפני {span} ועד עכשיו", "過去{span}";
    Today: "Today", "Heute", "Aujourd’hui", "Hoy", "اليوم", "היום", "今日";
    Yesterday: "Yesterday", "Gestern", "Hier", "Ayer", "أمس", "אתמול", "昨日";
    ThisWeek: "This week", "Diese Woche", "Cette semaine", "Esta semana", "هذا الأسبوع", "השבוע", "今週";
    ThisMonth: "This month", "Dieser Monat", "Ce mois-ci", "Este mes", "هذا الشهر", "החודש", "今月";
    ThisYear: "This year", "Dieses Jahr", "Cette année", "Este año", "هذه السنة", "השנה", "今年";
    InWords: "In words", "In Worten", "En mots", "En palabras", "بالكلمات", "במילים", "式で指定";
    InWordsHint: "For example {examples}. Units: {units}; / goes to the beginning of the unit, and as the end of the range to its end.", "Zum Beispiel {examples}. Einheiten: {units}; / führt an den Anfang der Einheit, am Ende des Zeitraums an deren Ende.", "Par exemple {examples}. Unités : {units} ; / mène au début de l’unité, et à sa fin s’il termine la période.", "Por ejemplo {examples}. Unidades: {units}; / lleva al comienzo de la unidad, y a su final si cierra el intervalo.", "أمثلة: {examples}. الوحدات: {units}؛ تعني العلامة / بداية الوحدة، وفي نهاية المدى نهايتها.", "למשל {examples}. יחידות: {units}; הסימן / מוביל לתחילת היחידה, ובסוף הטווח לסופה.", "例: {examples}。単位は {units}。/ は単位の始まり（期間の終わりではその単位の終わり）です。";
    From: "From", "Von", "De", "Desde", "من", "מ־", "開始";
    Until: "Until", "Bis", "À", "Hasta", "إلى", "עד", "終了";
    Clocks: "Clocks", "Uhren", "Horloges", "Relojes", "الساعة", "שעון", "時刻の基準";
    ClocksUtc: "UTC, as on the axes", "UTC, wie an den Achsen", "UTC, comme sur les axes", "UTC, como en los ejes", "UTC كما على المحاور", "UTC, כמו על הצירים", "UTC（軸と同じ）";
    ClocksBrowser: "This browser’s", "Die dieses Browsers", "Celles de ce navigateur", "Los de este navegador", "ساعة هذا المتصفح", "של הדפדפן הזה", "このブラウザー";
    Apply: "Apply", "Anwenden", "Appliquer", "Aplicar", "طبّق", "החל", "適用";
    ExpectedMoment: "“{text}” is not understood here: now with steps such as -6h or /d is expected, or a date such as 2026-01-31 10:00.", "„{text}“ wird hier nicht verstanden: Erwartet wird now mit Schritten wie -6h oder /d, oder ein Datum wie 2026-01-31 10:00.", "« {text} » n’est pas compris ici : on attend now suivi de pas comme -6h ou /d, ou une date comme 2026-01-31 10:00.", "«{text}» no se entiende aquí: se espera now con pasos como -6h o /d, o una fecha como 2026-01-31 10:00.", "لا يُفهم ‏«{text}» هنا: المتوقع now مع خطوات مثل ‎-6h أو /d، أو تاريخ مثل 2026-01-31 10:00.", "„{text}” אינו מובן כאן: מצופה now עם צעדים כמו ‎-6h או /d, או תאריך כמו 2026-01-31 10:00.", "「{text}」は解釈できません。now に -6h や /d を続けるか、2026-01-31 10:00 のような日時を入力してください。";
    ExpectedNumber: "After “{text}” a number and a unit are expected, such as 6h.", "Nach „{text}“ werden eine Zahl und eine Einheit erwartet, etwa 6h.", "Après « {text} », on attend un nombre et une unité, par exemple 6h.", "Después de «{text}» se esperan un número y una unidad, como 6h.", "بعد «{text}» يُتوقع عدد ووحدة، مثل 6h.", "אחרי „{text}” מצופים מספר ויחידה, למשל 6h.", "「{text}」の後には 6h のように数と単位が必要です。";
    ExpectedUnit: "“{text}” is no unit: s, m, h, d, w, M (month), Q or y is expected.", "„{text}“ ist keine Einheit: Erwartet wird s, m, h, d, w, M (Monat), Q oder y.", "« {text} » n’est pas une unité : on attend s, m, h, d, w, M (mois), Q ou y.", "«{text}» no es una unidad: se espera s, m, h, d, w, M (mes), Q o y.", "‏«{text}» ليست وحدة: المتوقع s أو m أو h أو d أو w أو M (شهر) أو Q أو y.", "„{text}” אינה יחידה: מצופה s, m, h, d, w, M (חודש), Q או y.", "「{text}」は単位ではありません。s, m, h, d, w, M（月）, Q, y のいずれかです。";
    ExpectedCalendar: "The calendar has no such date.", "Ein solches Datum gibt es im Kalender nicht.", "Cette date n’existe pas dans le calendrier.", "Esa fecha no existe en el calendario.", "لا يوجد هذا التاريخ في التقويم.", "אין תאריך כזה בלוח השנה.", "その日付は暦にありません。";
    ExpectedOrder: "The beginning has to be before the end.", "Der Anfang muss vor dem Ende liegen.", "Le début doit précéder la fin.", "El comienzo debe ser anterior al final.", "يجب أن تسبق البداية النهاية.", "ההתחלה חייבת להיות לפני הסוף.", "開始は終了より前でなければなりません。";
    Pause: "Pause live data", "Live-Daten anhalten", "Suspendre les données en direct", "Pausar los datos en vivo", "أوقف البيانات الحية مؤقتًا", "השהיית נתונים חיים", "ライブデータを一時停止";
    Resume: "Go on live", "Live fortsetzen", "Reprendre le direct", "Seguir en vivo", "تابع مباشرةً", "המשך בשידור חי", "ライブ表示に戻る";
    Paused: "Paused, {count} new", "Angehalten, {count} neu", "En pause, {count} de plus", "En pausa, {count} más", "متوقف مؤقتًا، الجديد: {count}", "מושהה, חדשות: {count}", "一時停止中、新着 {count} 件";
    WasPaused: "Paused. Rows that come are counted.", "Angehalten. Neue Zeilen werden gezählt.", "En pause. Les lignes qui arrivent sont comptées.", "En pausa. Las filas que llegan se cuentan.", "توقف مؤقتًا. تُعدّ الصفوف الواردة.", "מושהה. השורות שמגיעות נספרות.", "一時停止しました。届いた行は数えられます。";
    WentOn: "Live again.", "Wieder live.", "De nouveau en direct.", "En vivo de nuevo.", "عاد مباشرًا.", "שוב בשידור חי.", "ライブ表示に戻りました。";
    NothingHere: "There are rows, but none of them in what you look at.", "Es gibt Zeilen, aber keine in dem, was Sie betrachten.", "Il y a des lignes, mais aucune dans ce que vous regardez.", "Hay filas, pero ninguna en lo que está mirando.", "توجد صفوف، لكن لا شيء منها في ما تنظر إليه.", "יש שורות, אבל אף אחת מהן אינה במה שמוצג.", "行はありますが、表示中の範囲にはありません。";
    NothingIn: "No rows in this time: {range}.", "Keine Zeilen in diesem Zeitraum: {range}.", "Aucune ligne dans cette période : {range}.", "No hay filas en este intervalo: {range}.", "لا صفوف في هذا المدى: {range}.", "אין שורות בטווח הזה: {range}.", "この期間には行がありません: {range}";
    ShowAllTimes: "Show all times", "Gesamte Zeit zeigen", "Afficher toute la période", "Mostrar todo el tiempo", "اعرض كل الأوقات", "הצג את כל הזמנים", "全期間を表示";
    ShowFull: "Show in full", "Groß zeigen", "Afficher en grand", "Mostrar en grande", "اعرض بملء الصفحة", "הצג בגדול", "全体表示";
    BackToDashboard: "Back to the dashboard", "Zurück zum Dashboard", "Retour au tableau de bord", "Volver al panel", "عد إلى اللوحة", "חזרה ללוח המחוונים", "ダッシュボードに戻る";
    Rows: "Rows", "Zeilen", "Lignes", "Filas", "الصفوف", "שורות", "行";
    RowsShown: "{shown} of {all} rows", "{shown} von {all} Zeilen", "{shown} lignes sur {all}", "{shown} de {all} filas", "{shown} من {all} صف", "{shown} מתוך {all} שורות", "{all} 行中 {shown} 行";
    SortBy: "Sort by {field}", "Nach {field} sortieren", "Trier par {field}", "Ordenar por {field}", "رتّب حسب {field}", "מיין לפי {field}", "{field} で並べ替え";
    FilterRows: "Rows whose {field} has", "Zeilen, deren {field} enthält", "Lignes dont {field} contient", "Filas cuyo {field} contiene", "صفوف يحتوي {field} فيها على", "שורות שבהן {field} מכיל", "{field} に含まれる文字";
    FilterRowsHint: "text, >5, 1..9", "Text, >5, 1..9", "texte, >5, 1..9", "texto, >5, 1..9", "نص، ‎>5، ‎1..9", "טקסט, ‎>5, ‎1..9", "文字, >5, 1..9";
    ClearRowFilters: "Clear filters", "Filter leeren", "Effacer les filtres", "Borrar los filtros", "امسح المرشحات", "נקה מסננים", "フィルターを消去";
    SaveRows: "Save as CSV", "Als CSV speichern", "Enregistrer en CSV", "Guardar como CSV", "احفظ CSV", "שמור כ־CSV", "CSV で保存";
    NoRowsFound: "No row passes these filters.", "Keine Zeile erfüllt diese Filter.", "Aucune ligne ne passe ces filtres.", "Ninguna fila pasa estos filtros.", "لا صف يجتاز هذه المرشحات.", "אין שורה שעוברת את המסננים האלה.", "このフィルターに合う行はありません。";
    KeyPause: "Pause live data, go on", "Live-Daten anhalten, fortsetzen", "Suspendre, reprendre le direct", "Pausar, seguir en vivo", "إيقاف البيانات الحية ومتابعتها", "השהיה והמשך של נתונים חיים", "ライブの一時停止と再開";
    MyView: "My view", "Meine Ansicht", "Ma vue", "Mi vista", "عرضي", "התצוגה שלי", "自分の表示";
    ShareView: "Copy a link to my view", "Link zu meiner Ansicht kopieren", "Copier un lien vers ma vue", "Copiar un enlace a mi vista", "انسخ رابطًا إلى عرضي", "העתק קישור לתצוגה שלי", "この表示へのリンクをコピー";
    ViewShared: "The link to your view is copied: whoever may open this dashboard sees the same with it.", "Der Link zu Ihrer Ansicht ist kopiert: Wer dieses Dashboard öffnen darf, sieht damit dasselbe.", "Le lien vers votre vue est copié : quiconque peut ouvrir ce tableau de bord verra la même chose.", "El enlace a su vista está copiado: quien pueda abrir este panel verá lo mismo.", "نُسخ رابط عرضك: من يُسمح له بفتح هذه اللوحة يرى به الشيء نفسه.", "הקישור לתצוגה שלך הועתק: מי שרשאי לפתוח את לוח המחוונים יראה בו אותו דבר.", "この表示へのリンクをコピーしました。ダッシュボードを開ける人は同じ表示を見られます。";
    ViewLink: "Link to my view", "Link zu meiner Ansicht", "Lien vers ma vue", "Enlace a mi vista", "رابط إلى عرضي", "קישור לתצוגה שלי", "この表示へのリンク";
    AddFilter: "Add a filter", "Filter hinzufügen", "Ajouter un filtre", "Añadir un filtro", "أضف مرشحًا", "הוסף מסנן", "フィルターを追加";
    FiltersAre: "Filters: {filters}", "Filter: {filters}", "Filtres : {filters}", "Filtros: {filters}", "المرشحات: {filters}", "מסננים: {filters}", "フィルター：{filters}";
    NoFilters: "No filters any more.", "Keine Filter mehr.", "Plus aucun filtre.", "Ya no hay filtros.", "لم تعد هناك مرشحات.", "אין עוד מסננים.", "フィルターはなくなりました。";
    FilterField: "Field", "Feld", "Champ", "Campo", "الحقل", "שדה", "フィールド";
    FilterValue: "Value", "Wert", "Valeur", "Valor", "القيمة", "ערך", "値";
    FilterMisfit: "“{field}” cannot be “{value}”: {type} is expected.", "„{field}“ kann nicht „{value}“ sein: Erwartet wird {type}.", "« {field} » ne peut pas être « {value} » : on attend {type}.", "«{field}» no puede ser «{value}»: se espera {type}.", "لا يمكن أن يكون «{field}» هو «{value}»: المتوقع {type}.", "„{field}” אינו יכול להיות „{value}”: מצופה {type}.", "「{field}」は「{value}」にできません。必要な型: {type}";
    PinView: "Make this time range everybody’s", "Diesen Zeitraum für alle festlegen", "Appliquer cette période à tous", "Hacer de este intervalo el de todos", "اجعل هذا المدى الزمني للجميع", "קבע טווח זמן זה לכולם", "この期間を全員の既定にする";
    ViewPinned: "Whoever opens the dashboard begins with this time range.", "Wer das Dashboard öffnet, beginnt mit diesem Zeitraum.", "Quiconque ouvre le tableau de bord commence avec cette période.", "Quien abra el panel empieza con este intervalo.", "من يفتح اللوحة يبدأ بهذا المدى الزمني.", "מי שפותח את לוח המחוונים מתחיל עם טווח הזמן הזה.", "ダッシュボードを開く人は、この期間で始まります。";
}
}
