namespace EdgeService.Core.Eligibility.Texts;

internal static class Swedish
{
    internal static readonly ReasonTexts Texts = new(
        "Från {0} poäng skulle poängen inte längre stå i vägen.",
        "Tycker du att det är fel kan du bestrida det i din app med koden som visades, eller ringa programmets hjälplinje. En människa prövar saken och svarar; det kostar inget och påverkar inte din poäng.",
        [
            new("Gäller inte nu", "Förmånen har inte börjat ännu, eller har upphört.", "Se i din app när den gäller."),
            new("Finns inte här", "Den här partnern eller den här sortens plats har inte förmånen.", "Se i din app var den finns."),
            new("Utanför öppettiden", "Förmånen ges bara vissa tider här.", "Kom tillbaka under tiderna som din app visar."),
            new("Inte med", "Du har inte gått med i programmet, eller så kändes din kod inte igen. Ingen är med utan att ha bett om det.", "Vill du gå med gör du det i appen; är du redan med, visa en ny kod."),
            new("Samtycke saknas", "Du har inte gått med på att den här partnern får fråga om dig för detta ändamål.", "Ge samtycket i din app om du vill; du kan när som helst ta tillbaka det."),
            new("Samtycke för just detta tillfälle saknas", "Förmånen kräver ditt ja varje gång, i din egen app.", "Börja från din app."),
            new("På domstolens lista", "Domstolens lista över dem som inte betalat upptar ditt namn. Så länge ges inga förmåner med deposition eller kredit. Din poäng är oförändrad.", "Vänd dig till domstolen; när den stryker dig upphör detta vid nästa uppdatering."),
            new("Avstängd i en sektor", "En avstängning, till exempel från järnvägen, gäller just nu. Din poäng är oförändrad.", "Din app visar vem som beslutat den, till när, och vad som avslutar den i förtid."),
            new("Avstängning under prövning", "En avstängning gäller och din invändning är öppen, så en människa avgör i stället för maskinen.", "Tala med disken eller hjälplinjen och nämn din invändning."),
            new("Poäng", "Din poäng når inte förmånens offentliga gräns.", "Din app visar poängens fem delar och vad var och en bygger på; kontrollera att inget är fel."),
            new("Medlemsnivå", "Din medlemsnivå är lägre än den förmånen kräver.", "Din app visar hur nivåerna nås."),
            new("Ingen betalningslina", "Det finns ingen öppen betalningslina för dig, och förmånen behöver en för att du ska kunna betala senare.", "Öppna en i din app, eller betala på vanligt sätt."),
            new("Något saknades", "Terminalen fick inte det som förmånen kräver, till exempel en biljett i rätt klass.", "Visa biljetten eller uppgiften och försök igen."),
            new("I bruk här", "Du har redan så många av dessa från den här partnern som man får ha samtidigt.", "Lämna tillbaka en och försök igen."),
            new("I bruk på annat håll", "Tillsammans med andra partner har du redan så många av dessa som man får ha samtidigt.", "Din app visar vad du har ute; lämna tillbaka något och försök igen."),
            new("Ofta använd här", "Du har använt förmånen hos den här partnern så ofta som är tillåtet just nu.", "Försök senare; din app visar när."),
            new("Ofta använd", "Tillsammans med andra partner har du använt förmånen så ofta som är tillåtet just nu.", "Försök senare; din app visar när."),
            new("Resan är använd", "Förmånen har redan använts för den här resan.", "Den finns igen på nästa resa."),
            new("För högt belopp", "Beloppet är högre än den offentliga kreditgränsen vid din poäng.", "Be om ett mindre belopp."),
            new("För gamla uppgifter", "Tjänsten här har inte fått färska uppgifter på ett tag, så en människa avgör i stället för en gammal uppgift.", "Vänd dig till disken eller hjälplinjen, eller försök senare."),
            new("Registret kan inte nås", "Registret över vad du har ute gick inte att nå, och förmånen ges inte utan det.", "Vänd dig till disken, eller försök igen om några minuter."),
            new("Redan en gång utan registret", "Registret gick inte att nå, och du har redan fått det enda som ges under tiden.", "Försök igen när förbindelsen är tillbaka, eller vänd dig till disken."),
        ]);
}
