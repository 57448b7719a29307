using Grpc.Core;

namespace GrpcStandIns.Tests.Values;

public class StatusTests
{
    private static readonly InvalidDataException Cause = new("why");

    public static TheoryData<Status, bool> EqualToNotFoundX => new()
    {
        { new Status(StatusCode.NotFound, "x"), true },
        { new Status(StatusCode.NotFound, "x", null), true },
        { new Status(StatusCode.NotFound, "X"), false },
        { new Status(StatusCode.NotFound, null!), false },
        { new Status(StatusCode.Internal, "x"), false },
        { new Status(StatusCode.NotFound, "x", Cause), false },
    };

    [Theory, MemberData(nameof(EqualToNotFoundX))]
    public void Status_equals_by_value(Status other, bool expected)
    {
        var status = new Status(StatusCode.NotFound, string.Concat("", "x"));
        Assert.Equal(expected, status.Equals(other));
        if (expected)
            Assert.Equal(status.GetHashCode(), other.GetHashCode());
    }

    [Fact]
    public void Ready_made_ones_have_empty_details()
    {
        Assert.Equal(new Status(StatusCode.OK, ""), Status.DefaultSuccess);
        Assert.Equal(new Status(StatusCode.Cancelled, ""), Status.DefaultCancelled);
        Assert.Null(default(Status).Detail);
        Assert.Equal(StatusCode.OK, default(Status).StatusCode);
    }

    [Fact]
    public void Text_names_code_detail_and_cause()
    {
        Assert.Equal("Status(StatusCode=\"NotFound\", Detail=\"x\")", new Status(StatusCode.NotFound, "x").ToString());
        Assert.Equal(
            "Status(StatusCode=\"NotFound\", Detail=\"x\", DebugException=\"System.IO.InvalidDataException: why\")",
            new Status(StatusCode.NotFound, "x", Cause).ToString());
    }

    [Fact]
    public void Exception_speaks_for_its_status()
    {
        var status = new Status(StatusCode.NotFound, "x", Cause);
        var exception = new RpcException(status);

        Assert.Equal(status, exception.Status);
        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
        Assert.Equal(status.ToString(), exception.Message);
        Assert.Same(Cause, exception.InnerException);
        Assert.Same(Metadata.Empty, exception.Trailers);
    }

    [Fact]
    public void Exception_takes_message_and_trailers()
    {
        var status = new Status(StatusCode.NotFound, "x");
        var trailers = new Metadata { { "a", "1" } };

        Assert.Equal(("said", 0), (new RpcException(status, "said").Message, new RpcException(status, "said").Trailers.Count));
        Assert.Same(trailers, new RpcException(status, trailers).Trailers);
        Assert.Equal(status.ToString(), new RpcException(status, trailers).Message);
        Assert.Equal("said", new RpcException(status, trailers, "said").Message);
        Assert.Throws<ArgumentNullException>("trailers", () => new RpcException(status, (Metadata)null!));
    }
}
