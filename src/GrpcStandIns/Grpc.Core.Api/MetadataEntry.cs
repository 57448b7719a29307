using System.Buffers;
using System.Text;
using Grpc.Core.Utils;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>
    /// One key with ASCII text or, when the key ends in <see cref="BinaryHeaderSuffix"/>, bytes. Keys are letters, digits,
    /// '_', '-' and '.'; capitals are lowered. Anything else throws <see cref="ArgumentException"/>.
    /// </summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyCharacters =
            SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

        private readonly string? text;
        private readonly byte[]? bytes;

        public Entry(string key, byte[] valueBytes)
        {
            Key = Normalize(key);
            GrpcPreconditions.CheckArgument(HasBinarySuffix(Key), $"A binary value needs a key that ends in {BinaryHeaderSuffix}.");
            bytes = [.. GrpcPreconditions.CheckNotNull(valueBytes, nameof(valueBytes))];
        }

        public Entry(string key, string value)
        {
            Key = Normalize(key);
            GrpcPreconditions.CheckArgument(!HasBinarySuffix(Key), $"A text value needs a key that does not end in {BinaryHeaderSuffix}.");
            text = GrpcPreconditions.CheckNotNull(value, nameof(value));
        }

        public string Key { get; }

        /// <summary>A copy of the bytes; of a text its ASCII bytes.</summary>
        public byte[] ValueBytes => bytes is null ? Encoding.ASCII.GetBytes(text!) : [.. bytes];

        /// <summary>The text; throws <see cref="InvalidOperationException"/> if the entry is binary.</summary>
        public string Value
        {
            get
            {
                GrpcPreconditions.CheckState(!IsBinary, "A binary metadata entry has no text value.");
                return text!;
            }
        }

        public bool IsBinary => text is null;

        public override string ToString() => IsBinary ? $"[Entry: key={Key}, valueBytes={bytes}]" : $"[Entry: key={Key}, value={text}]";

        private static bool HasBinarySuffix(string key) => key.EndsWith(BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase);

        private static string Normalize(string key)
        {
            GrpcPreconditions.CheckNotNull(key, nameof(key));
            GrpcPreconditions.CheckArgument(
                !key.AsSpan().ContainsAnyExcept(KeyCharacters),
                "A metadata key holds letters, digits, underscores, hyphens and dots only.");
            return key.ToLowerInvariant();
        }
    }
}
