using Microsoft.Extensions.Options;

namespace EdgeService.Start;

/// <summary>Asks every room's settings whether they are within their ranges, before the host reads the first of them.</summary>
public static class SettingsCheck
{
    public static IReadOnlyList<string> FaultsOf(IServiceCollection services)
    {
        using var settings = services.BuildServiceProvider();
        try
        {
            settings.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException invalid)
        {
            return [.. invalid.Failures];
        }
        catch (AggregateException several)
        {
            return [.. several.Flatten().InnerExceptions.SelectMany(FailuresOf)];
        }
    }

    private static IEnumerable<string> FailuresOf(Exception fault) => fault is OptionsValidationException invalid ? invalid.Failures : [fault.Message];
}
