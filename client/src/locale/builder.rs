//! The words of building: what the settings of a dashboard, the palette of panels and the keys are called.

use super::words::words;

words! {
/// Something that the builder says.
BuilderWords {
    Tags: "Tags", "Schlagwörter", "Étiquettes", "Etiquetas", "الوسوم", "תגיות", "タグ";
    TimeFrom: "Time range from", "Zeitraum von", "Période à partir de", "Periodo desde", "النطاق الزمني من", "טווח זמן מ־", "期間の開始";
    TimeTo: "Time range to", "Zeitraum bis", "Période jusqu’à", "Periodo hasta", "النطاق الزمني إلى", "טווח זמן עד", "期間の終了";
    TimeZone: "Time zone", "Zeitzone", "Fuseau horaire", "Zona horaria", "المنطقة الزمنية", "אזור זמן", "タイムゾーン";
    Refresh: "New rows are shown", "Neue Zeilen erscheinen", "Affichage des nouvelles lignes", "Las filas nuevas se muestran", "عرض الصفوف الجديدة", "הצגת שורות חדשות", "新しい行の表示";
    ThemeOfViewer: "As each viewer chose", "Wie jede Person es wählt", "Au choix de chacun", "Según elija cada persona", "كما يختار كل مشاهد", "לפי בחירת הצופה", "見る人の設定に従う";
    RefreshLive: "As they come", "Sobald sie kommen", "Dès leur arrivée", "En cuanto llegan", "فور وصولها", "מיד כשהן מגיעות", "届きしだい";
    RefreshSecond: "Every second", "Jede Sekunde", "Chaque seconde", "Cada segundo", "كل ثانية", "כל שנייה", "1秒ごと";
    RefreshFiveSeconds: "Every 5 seconds", "Alle 5 Sekunden", "Toutes les 5 secondes", "Cada 5 segundos", "كل 5 ثوانٍ", "כל 5 שניות", "5秒ごと";
    RefreshHalfMinute: "Every 30 seconds", "Alle 30 Sekunden", "Toutes les 30 secondes", "Cada 30 segundos", "كل 30 ثانية", "כל 30 שניות", "30秒ごと";
    RefreshMinute: "Every minute", "Jede Minute", "Chaque minute", "Cada minuto", "كل دقيقة", "כל דקה", "1分ごと";
    RefreshPaused: "Only when asked for", "Nur auf Wunsch", "Uniquement sur demande", "Solo al pedirlo", "عند الطلب فقط", "רק לפי בקשה", "求められたときだけ";
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
