using Grpc.Core.Utils;

namespace GrpcStandIns.Tests.Values;

public class PreconditionTests
{
    [Fact]
    public void Kept_conditions_pass()
    {
        GrpcPreconditions.CheckArgument(true);
        GrpcPreconditions.CheckArgument(true, "said");
        GrpcPreconditions.CheckState(true);
        GrpcPreconditions.CheckState(true, "said");
        Assert.Equal("x", GrpcPreconditions.CheckNotNull("x"));
        Assert.Equal("x", GrpcPreconditions.CheckNotNull("x", "name"));
    }

    [Fact]
    public void Broken_conditions_throw_their_kind()
    {
        Assert.Throws<ArgumentException>(() => GrpcPreconditions.CheckArgument(false));
        Assert.Equal("said", Assert.Throws<ArgumentException>(() => GrpcPreconditions.CheckArgument(false, "said")).Message);
        Assert.Throws<InvalidOperationException>(() => GrpcPreconditions.CheckState(false));
        Assert.Equal("said", Assert.Throws<InvalidOperationException>(() => GrpcPreconditions.CheckState(false, "said")).Message);
        Assert.Null(Assert.Throws<ArgumentNullException>(() => GrpcPreconditions.CheckNotNull<string>(null!)).ParamName);
        Assert.Throws<ArgumentNullException>("name", () => GrpcPreconditions.CheckNotNull<string>(null!, "name"));
    }
}
