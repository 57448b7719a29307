namespace EdgeService.Fuzzing;

/// <summary>Inputs worth keeping: one a line in hexadecimal, what follows a blank is a remark.</summary>
internal static class FuzzCorpus
{
    public static IEnumerable<byte[]> Of(string target)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Fuzzing", "Corpus", $"{target}.txt");
        return File.Exists(path)
            ? File.ReadLines(path).Select(line => line.Split(' ')[0]).Where(hex => hex.Length > 0 && hex[0] != '#').Select(Convert.FromHexString)
            : [];
    }
}
