namespace EdgeService.Start;

/// <summary>The log of what happens before there is a host to log for; configured as the host's own.</summary>
public static class StartLog
{
    public static ILoggerFactory Open(WebApplicationBuilder builder) =>
        LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole());
}
