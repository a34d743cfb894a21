//! The phrases in German.

use super::Phrase;

/// What a phrase says.
pub(super) fn text(phrase: Phrase) -> &'static str {
    use Phrase as P;
    match phrase {
        P::Views => "Ansichten der Liste",
        P::AllDashboards => "Alle",
        P::Recent => "Zuletzt geöffnet",
        P::Starred => "Mit Stern",
        P::Folders => "Ordner",
        P::Trash => "Papierkorb",
        P::Star => "Mit Stern versehen",
        P::Unstar => "Stern entfernen",
        P::MoveToFolder => "In Ordner verschieben …",
        P::ExportJson => "Als Datei exportieren",
        P::ActionsOf => "Aktionen",
        P::Loading => "Einen Moment…",
        P::TrashEmpty => "Der Papierkorb ist leer",
        P::TrashHint => "Was Sie löschen, bleibt {days} Tage hier und lässt sich so lange wiederherstellen.",
        P::WasRestored => "„{title}“ ist wieder da",
        P::WasPurged => "„{title}“ ist endgültig gelöscht",
        P::DeletedSince => "Gelöscht {when}",
        P::Restore => "Wiederherstellen",
        P::Purge => "Endgültig löschen",
        P::ReallyPurge => "Wirklich? Das lässt sich nicht rückgängig machen",
        P::FileTitle => "Ordner von „{title}“",
        P::NoFolder => "Kein Ordner",
        P::NewFolder => "Neuer Ordner",
        P::FolderExample => "Vertrieb/Europa",
        P::FolderHint => "Ein Schrägstrich macht einen Ordner in einem Ordner.",
        P::MoveThere => "Dorthin verschieben",
        P::Templates => "Vorlagen",
        P::AllTemplates => "Alle Vorlagen",
        P::ExampleRows => "Beispieldaten von Ashboard",
        P::RowsOf => "Zeilen von {table}",
        P::FileTooLarge => {
            "Die Datei ist größer als 64 MB. Senden Sie ihre Zeilen stattdessen über HTTP an eine Tabelle."
        }
        P::FileUnreadable => "Die Datei enthält keinen lesbaren Text.",
        P::FileUnknown => "Die Datei ist weder CSV noch ein Dashboard noch ein Diagramm in Vega-Lite.",
        P::ChooseFile => "Datei wählen oder auf diese Seite ziehen",
        P::ImportHint => {
            "Aus CSV wird eine Tabelle mit Dashboard. Aus einem Dashboard von Ashboard oder einem Diagramm in Vega-Lite, als JSON, wird ein Dashboard."
        }
        P::ImportTitle => "Importieren",
        P::IsOutline => "Das ist ein Dashboard von Ashboard.",
        P::IsVegaLite => "Das ist ein Diagramm in Vega-Lite. Was eine Kachel nicht zeigen kann, entfällt.",
        P::MakeDashboard => "Dashboard anlegen",
        P::TableName => "Name der Tabelle",
        P::Sending => "Zeilen werden gesendet…",
        P::MakeTable => "Tabelle und Dashboard anlegen",
        P::PreviewOf => "Spalten: {columns}. Unten stehen die ersten Zeilen; noch ist nichts angelegt.",
        P::TableExists => "Eine Tabelle dieses Namens gibt es schon: Die Zeilen kommen hinzu.",
        P::FirstRows => "Erste Zeilen",
        P::DropHere => "Datei loslassen, um sie zu importieren",
        P::Search => "Dashboards suchen",
        P::FromTemplate => "Aus einer Vorlage",
        P::Import => "Importieren",
        P::NothingFound => "Nichts hier heißt „{words}“",
        P::ClearSearch => "Suche leeren",
        P::FirstHint => {
            "Beginnen Sie mit einer Vorlage, ziehen Sie eine CSV-Datei hierher oder legen Sie ein leeres Dashboard an: Wer es öffnet, sieht jede Änderung sofort."
        }
        P::RecentEmpty => "Hier wurde noch nichts geöffnet",
        P::RecentHint => "Dashboards, die Sie in diesem Browser öffnen, stehen hier, das letzte zuerst.",
        P::StarredEmpty => "Noch keine Sterne",
        P::StarredHint => "Drücken Sie den Stern eines Dashboards, um es hier zu finden.",
        P::FolderEmpty => "Dieser Ordner ist leer",
        P::FolderEmptyHint => {
            "Ziehen Sie ein Dashboard auf einen Ordner oder wählen Sie „In Ordner verschieben …“ in seinem Menü."
        }
        P::WasTrashed => "„{title}“ liegt im Papierkorb",
        P::WasFiled => "„{title}“ liegt in {folder}",
        P::WasFiledNowhere => "„{title}“ liegt in keinem Ordner",
        P::HostTitle => "Werte eines Rechners",
        P::HostWords => "Prozessor, Speicher, Netz und Platte eines Rechners, jede Sekunde.",
        P::WebTitle => "Web-Anfragen",
        P::WebWords => "Wie viele Anfragen kommen, wie lange sie dauern und welche scheitern.",
        P::SalesTitle => "Verkäufe",
        P::SalesWords => "Umsatz, Bestellungen und wer kauft: neue Kunden und solche, die wiederkommen.",
        P::IotTitle => "Sensor",
        P::IotWords => "Die Messwerte einer Station: Temperatur, Luftdruck und Wind über ein Jahr.",
        P::FinanceTitle => "Finanzen",
        P::FinanceWords => "Kurse mehrerer Aktien: ihr Verlauf, ihr Vergleich und ihr Stand.",
        P::ProjectTitle => "Projekt",
        P::ProjectWords => "Was ein Team ändert: wie viel, wo und wann, aus dem Log seines Repositorys.",
        P::Redo => "Wiederholen",
        P::Commands => "Befehle",
        P::CommandsHint => "Was möchten Sie tun, oder wohin?",
        P::NoCommand => "Nichts heißt so",
        P::GroupAction => "Aktion",
        P::GroupPanel => "Kachel",
        P::GroupDashboard => "Dashboard",
        P::GroupPerson => "Person",
        P::Settings => "Einstellungen des Dashboards",
        P::SelectedCount => "Ausgewählt: {count}",
        P::AlignStart => "Am Anfang ausrichten",
        P::AlignEnd => "Am Ende ausrichten",
        P::SameSize => "Gleiche Größe",
        P::InRow => "Nebeneinander",
        P::InColumn => "Untereinander",
        P::Unselect => "Auswahl aufheben",
        P::KeySelect => "Kachel mit anderen auswählen",
        P::KeySelectAll => "Alle Kacheln auswählen",
        P::KeyCommands => "Alles finden",
    }
}
