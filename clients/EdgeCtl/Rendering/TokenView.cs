using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>A token: when and where it opens, its text, and the code to scan.</summary>
internal static class TokenView
{
    public static void Show(IAnsiConsole screen, Token token, bool drawn)
    {
        new FactSheet().Row("Opens", token.Audience).Row("Until", Wording.Of(token.ExpireTime)).Show(screen);
        if (drawn)
        {
            QrView.Show(screen, token.Text);
        }

        screen.Verbatim(token.Text);
    }
}
