namespace EdgeService.Core.Eligibility.Texts;

internal static class German
{
    internal static readonly ReasonTexts Texts = new(
        "Ab {0} Punkten stünde die Punktzahl nicht mehr im Weg.",
        "Wenn Sie das für falsch halten, können Sie es in Ihrer App mit dem angezeigten Code anfechten oder die Hotline des Programms anrufen. Ein Mensch prüft es und antwortet Ihnen; das kostet nichts und ändert Ihre Punktzahl nicht.",
        [
            new("Gilt gerade nicht", "Diese Vergünstigung hat noch nicht begonnen oder ist beendet.", "Ihre App zeigt, wann sie gilt."),
            new("Hier nicht angeboten", "Dieser Partner oder diese Art von Ort bietet die Vergünstigung nicht an.", "Ihre App zeigt, wo es sie gibt."),
            new("Außerhalb der Zeiten", "Die Vergünstigung gibt es hier nur zu bestimmten Stunden.", "Kommen Sie zu den Zeiten wieder, die Ihre App zeigt."),
            new("Nicht angemeldet", "Sie nehmen am Programm nicht teil, oder Ihr Code wurde nicht erkannt. Niemand nimmt teil, ohne es zu wollen.", "Wenn Sie teilnehmen möchten, können Sie das in der App; wenn Sie es schon tun, zeigen Sie einen neuen Code."),
            new("Keine Einwilligung", "Sie haben nicht eingewilligt, dass dieser Partner zu diesem Zweck nach Ihnen fragt.", "Erteilen Sie die Einwilligung in Ihrer App, wenn Sie möchten; Sie können sie jederzeit widerrufen."),
            new("Einwilligung für diesen Anlass fehlt", "Diese Vergünstigung braucht jedes Mal Ihre Zustimmung in Ihrer eigenen App.", "Beginnen Sie in Ihrer App."),
            new("Auf der Liste des Gerichts", "Das Schuldnerverzeichnis des Gerichts nennt Sie. Solange das so ist, gibt es keine Vergünstigungen mit Kaution oder Kredit. Ihre Punktzahl selbst bleibt unverändert.", "Wenden Sie sich an das Gericht; wenn es Sie streicht, endet dies mit der nächsten Aktualisierung."),
            new("Sperre eines Bereichs", "Eine Sperre, etwa der Bahn, ist in Kraft. Ihre Punktzahl selbst bleibt unverändert.", "Ihre App zeigt, wer sie verhängt hat, bis wann, und was sie vorher beendet."),
            new("Sperre in Prüfung", "Eine Sperre ist in Kraft und Ihr Einspruch ist offen; darum entscheidet ein Mensch statt der Maschine.", "Sprechen Sie mit dem Schalter oder der Hotline und erwähnen Sie Ihren Einspruch."),
            new("Punktzahl", "Ihre Punktzahl erreicht die veröffentlichte Schwelle dieser Vergünstigung nicht.", "Ihre App zeigt die fünf Teile der Punktzahl und worauf jeder beruht; prüfen Sie sie auf Fehler."),
            new("Mitgliedsstufe", "Ihre Mitgliedsstufe liegt unter der verlangten.", "Ihre App zeigt, wie man Stufen erreicht."),
            new("Keine Zahlungslinie", "Für Sie ist keine offene Zahlungslinie hinterlegt, die das spätere Zahlen voraussetzt.", "Eröffnen Sie eine in Ihrer App, oder zahlen Sie wie gewöhnlich."),
            new("Etwas fehlte", "Das Terminal erhielt etwas Verlangtes nicht, etwa eine Fahrkarte der richtigen Klasse.", "Zeigen Sie die Fahrkarte oder Angabe und versuchen Sie es erneut."),
            new("Hier in Gebrauch", "Sie haben von diesem Partner schon so viele davon, wie man gleichzeitig haben darf.", "Geben Sie eines zurück und versuchen Sie es erneut."),
            new("Anderswo in Gebrauch", "Zusammen mit anderen Partnern haben Sie schon so viele davon, wie man gleichzeitig haben darf.", "Ihre App zeigt, was Sie ausgeliehen haben; geben Sie eines zurück und versuchen Sie es erneut."),
            new("Hier oft genutzt", "Sie haben die Vergünstigung bei diesem Partner so oft genutzt, wie es vorerst erlaubt ist.", "Versuchen Sie es später; Ihre App zeigt, wann."),
            new("Oft genutzt", "Zusammen mit anderen Partnern haben Sie die Vergünstigung so oft genutzt, wie es vorerst erlaubt ist.", "Versuchen Sie es später; Ihre App zeigt, wann."),
            new("Reise schon genutzt", "Die Vergünstigung wurde für diese Reise schon genutzt.", "Auf der nächsten Reise gibt es sie wieder."),
            new("Betrag zu hoch", "Der Betrag liegt über dem veröffentlichten Kreditrahmen bei Ihrer Punktzahl.", "Fragen Sie nach einem kleineren Betrag."),
            new("Daten zu alt", "Der Dienst hat hier seit einiger Zeit keine frischen Daten; darum entscheidet ein Mensch statt eines alten Eintrags.", "Wenden Sie sich an den Schalter oder die Hotline, oder versuchen Sie es später."),
            new("Verzeichnis nicht erreichbar", "Das Verzeichnis Ihrer Ausleihen war nicht erreichbar, und ohne es wird diese Vergünstigung nicht gewährt.", "Wenden Sie sich an den Schalter, oder versuchen Sie es in einigen Minuten."),
            new("Schon einmal ohne Verzeichnis", "Das Verzeichnis war nicht erreichbar, und Sie haben schon das eine erhalten, das währenddessen gewährt wird.", "Versuchen Sie es, wenn die Verbindung zurück ist, oder wenden Sie sich an den Schalter."),
        ]);
}
