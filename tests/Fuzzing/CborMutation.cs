namespace EdgeService.Fuzzing;

/// <summary>
/// Changes CBOR as CBOR: heads longer than they need be, indefinite lengths, lengths that lie, keys out of order or doubled, items of another type,
/// other tags, numbers at the edges of their range, and pieces of one message in another.
/// </summary>
internal sealed class CborMutation : IMutation
{
    private const int MostChanges = 3;
    private static readonly ByteMutation Content = new();

    public byte[] Mutate(IReadOnlyList<byte[]> seeds, FuzzRandom random)
    {
        if (CborNode.Parse(random.Of(seeds)) is not { } tree) return Content.Mutate(seeds, random);
        for (var changes = 1 + random.Next(MostChanges); changes > 0; changes--)
        {
            var all = new List<CborNode>();
            tree.AddTo(all);
            tree = Change(tree, random.Of(all), all, seeds, random);
        }

        return tree.ToBytes();
    }

    private static CborNode Change(CborNode root, CborNode node, List<CborNode> all, IReadOnlyList<byte[]> seeds, FuzzRandom random)
    {
        switch (random.Next(12))
        {
            case 0 or 1: node.Value = random.Edge(); break;
            case 2: node.Major = random.Next(8); break;
            case 3: node.Head = 24 + random.Next(4); break;
            case 4: node.Head = CborNode.Indefinite; break;
            case 5: node.Lie = random.OneIn(2) ? random.Next(5) - 2 : (long)random.Edge(); break;
            case 6: Reorder(node, random); break;
            case 7: Replace(root, node, Strange(random)); break;
            case 8: return random.OneIn(2) ? Tagged(root, random) : ReplaceBy(root, node, Tagged(node.Copy(), random));
            case 9: Replace(root, node, random.Of(all).Copy()); break;
            case 10 when CborNode.Parse(random.Of(seeds)) is { } other: Replace(root, node, PieceOf(other, random)); break;
            default: ChangeContent(node, random); break;
        }

        return root;
    }

    private static void Reorder(CborNode node, FuzzRandom random)
    {
        if (node.Items.Count == 0) return;
        var (one, other) = (random.Next(node.Items.Count), random.Next(node.Items.Count));
        switch (random.Next(3))
        {
            case 0: (node.Items[one], node.Items[other]) = (node.Items[other], node.Items[one]); break;
            case 1: node.Items.RemoveAt(one); break;
            default: node.Items.Insert(other, node.Items[one].Copy()); break;
        }
    }

    private static void ChangeContent(CborNode node, FuzzRandom random)
    {
        if (node.Major is 2 or 3 && node.Items.Count == 0) node.Content = Content.Mutate([node.Content], random);
        else node.Value ^= 1UL << random.Next(64);
    }

    private static CborNode PieceOf(CborNode other, FuzzRandom random)
    {
        var pieces = new List<CborNode>();
        other.AddTo(pieces);
        return random.Of(pieces);
    }

    private static CborNode Tagged(CborNode node, FuzzRandom random)
    {
        var tag = new CborNode { Major = 6, Value = random.Of<ulong>([18, 17, 98, 61, 24, 2, 55_799, random.Edge()]) };
        tag.Items.Add(node);
        return tag;
    }

    /// <summary>Floats, null, undefined, booleans, empty things.</summary>
    private static CborNode Strange(FuzzRandom random) => random.Next(4) switch
    {
        0 => new CborNode { Major = 7, Value = random.Of<ulong>([20, 21, 22, 23, 24, 31, 32, 255]) },
        1 => new CborNode { Major = 7, Value = random.Bits(), Head = 25 + random.Next(3) },
        2 => new CborNode { Major = random.Next(6) },
        _ => new CborNode { Major = 1, Value = random.Edge() },
    };

    private static CborNode ReplaceBy(CborNode root, CborNode node, CborNode by)
    {
        if (ReferenceEquals(root, node)) return by;
        Replace(root, node, by);
        return root;
    }

    private static void Replace(CborNode parent, CborNode node, CborNode by)
    {
        var at = parent.Items.IndexOf(node);
        if (at >= 0) parent.Items[at] = by;
        else foreach (var item in parent.Items) Replace(item, node, by);
    }
}
