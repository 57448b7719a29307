using System.ComponentModel;
using EdgeService.TestNeeds;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace EdgeService.Tests.Ledger;

/// <summary>A test of the suite that every store passes: skipped, with the reason, for a class whose <see cref="StoreNeedsAttribute"/> is not met.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("EdgeService.Tests.Ledger.StoreFactDiscoverer", "EdgeService.Tests")]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>What a store's tests need, in the words of <see cref="FactNeedsAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StoreNeedsAttribute(string need) : Attribute
{
    public string Need => need;
}

/// <summary>Makes the cases of <see cref="StoreFactAttribute"/>.</summary>
public sealed class StoreFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new StoreTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

/// <summary>A test of one store.</summary>
public sealed class StoreTestCase : XunitTestCase
{
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For the test runner alone.")]
    public StoreTestCase()
    {
    }

    public StoreTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
        : base(sink, display, displayOptions, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        base.GetSkipReason(factAttribute)
        ?? (TestMethod.TestClass.Class.GetCustomAttributes(typeof(StoreNeedsAttribute)).FirstOrDefault() is { } needs
            ? FactNeedsAttribute.ReasonToSkip((string)needs.GetConstructorArguments().First())
            : null);
}
