using System.CommandLine;
using Perks.Edge.V1;

namespace EdgeCtl.Commands;

/// <summary>Where the picture of a token goes, if anywhere.</summary>
internal sealed class PictureOptions
{
    private readonly Option<string?> _png = new("--png") { Description = "Save the QR code as a PNG file.", HelpName = "file" };
    private readonly Option<string?> _svg = new("--svg") { Description = "Save the QR code as an SVG file.", HelpName = "file" };

    public void AddTo(Command command)
    {
        command.Options.Add(_png);
        command.Options.Add(_svg);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_png) is not null && result.GetResult(_svg) is not null)
            {
                result.AddError("Name one picture, --png or --svg, not both.");
            }
        });
    }

    public PictureFormat Format(Invocation invocation) => (invocation.Value(_png), invocation.Value(_svg)) switch
    {
        ({ }, _) => PictureFormat.Png,
        (_, { }) => PictureFormat.Svg,
        _ => PictureFormat.Unspecified,
    };

    /// <summary>The file that was written; null where none was asked for or there is no token.</summary>
    public async Task<string?> SaveAsync(Invocation invocation, Token? token, CancellationToken cancellation)
    {
        if ((invocation.Value(_png) ?? invocation.Value(_svg)) is not { } path || token is null)
        {
            return null;
        }

        var file = invocation.FullPath(path);
        await File.WriteAllBytesAsync(file, token.Picture.ToByteArray(), cancellation);
        return file;
    }
}
