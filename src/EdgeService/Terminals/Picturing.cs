using EdgeService.Flow;
using EdgeService.Signing;
using Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>Tokens with the picture that was asked for, and without one otherwise.</summary>
public sealed class Picturing(TokenPictures pictures)
{
    public static void Check(PictureFormat format, ref FieldFaults faults) =>
        faults.Require(format is >= PictureFormat.Unspecified and <= PictureFormat.Svg, "", "picture_format", "must be PNG, SVG or absent");

    public Token Write(SignedToken token, PictureFormat format) => TokenWriting.Write(token, format switch
    {
        PictureFormat.Png => pictures.Png(token.Text),
        PictureFormat.Svg => pictures.Svg(token.Text),
        _ => null,
    });
}
