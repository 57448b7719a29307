namespace EdgeService.Core.Eligibility.Texts;

internal static class English
{
    internal static readonly ReasonTexts Texts = new(
        "From a score of {0} the score would no longer stand in the way.",
        "If you think this is wrong, contest it in your app with the claim code shown to you, or call the programme's hotline. A person looks at it and answers you; asking costs nothing and does not touch your score.",
        [
            new("Not running", "This perk has not begun yet, or has ended.", "Look in your app for when it runs."),
            new("Not offered here", "This partner or this kind of place does not offer the perk.", "Look in your app for places that do."),
            new("Outside its hours", "The perk is offered only at certain hours here.", "Come back within the hours shown in your app."),
            new("Not enrolled", "You have not joined the programme, or your code was not recognised. Nobody is in it without asking to be.", "If you want to join, you can do so in the app; if you have joined, show a new code."),
            new("No consent", "You have not agreed that this partner may ask about you for this purpose.", "Give the consent in your app if you want to; you can withdraw it at any time."),
            new("Your consent for this occasion is missing", "This perk needs your agreement each time, given in your own app.", "Start it from your app."),
            new("On the court's list", "The court's list of defaulters names you. While it does, perks with a deposit or credit are not available. Your score itself is unchanged.", "Turn to the court that listed you; when it takes you off the list, this ends with the next update."),
            new("Sector ban", "A ban by a sector, such as the railway, is in force. Your score itself is unchanged.", "Your app shows who imposed it, until when, and what ends it early."),
            new("Ban under review", "A ban is in force and your objection to it is open, so a person decides instead of the machine.", "Speak to the desk or the hotline and mention your objection."),
            new("Score", "Your score has not reached the published threshold of this perk.", "Your app shows the five parts of the score and what each is based on; check them for mistakes."),
            new("Tier", "Your membership tier is below the one this perk asks for.", "Your app shows how tiers are reached."),
            new("No payment line", "No open payment line is on file for you, which this perk needs for paying later.", "Open a payment line in your app, or pay in the ordinary way."),
            new("Something was missing", "The terminal did not get something that the perk asks for, such as a ticket of the right class.", "Show the ticket or the fact asked for and try again."),
            new("In use here", "You already have as many of these from this partner as one may have at once.", "Give one back and try again."),
            new("In use elsewhere", "Together with other partners you already have as many of these as one may have at once.", "Your app lists what you have out; give one back and try again."),
            new("Used often here", "You have used this perk at this partner as often as is allowed for now.", "Try again later; your app shows when."),
            new("Used often", "Together with other partners you have used this perk as often as is allowed for now.", "Try again later; your app shows when."),
            new("Journey used", "The perk has already been used for this journey.", "It is available again on your next journey."),
            new("Amount too high", "The amount is above the published credit limit at your score.", "Ask for a smaller amount."),
            new("Data too old", "The service here has not had fresh data for a while, so a person decides rather than an old record.", "Turn to the desk or the hotline, or try again later."),
            new("Record out of reach", "The record of what you have out could not be reached, and this perk is not given without it.", "Turn to the desk, or try again in a few minutes."),
            new("Already once without the record", "The record could not be reached, and you have already had the one grant that is given meanwhile.", "Try again when the connection is back, or turn to the desk."),
        ]);
}
