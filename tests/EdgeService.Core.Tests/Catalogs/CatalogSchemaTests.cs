using System.Text.Json;
using Google.Protobuf.Reflection;
using Wire = Perks.Admin.V1;

namespace EdgeService.Core.Tests.Catalogs;

public sealed class CatalogSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(ShippedCatalog.Text("catalog.schema.json")).RootElement;

    private static readonly MessageDescriptor[] Messages =
        [.. Wire.CatalogReflection.Descriptor.MessageTypes];

    [Fact]
    public void Schema_names_exactly_the_messages_of_the_contract() => Assert.Equal(
        Messages.Select(message => message.Name).Where(name => name != "Catalog").Order(StringComparer.Ordinal),
        Schema.GetProperty("$defs").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Schema_names_exactly_the_fields_of_each_message() => Assert.All(Messages, message => Assert.Equal(
        message.Fields.InFieldNumberOrder().Select(field => field.JsonName).Order(StringComparer.Ordinal),
        DefinitionOf(message.Name).GetProperty("properties").EnumerateObject()
            .Select(property => property.Name).Where(name => name != "$schema").Order(StringComparer.Ordinal)));

    [Fact]
    public void Schema_names_exactly_the_values_of_each_enum() => Assert.All(
        Messages.SelectMany(message => message.Fields.InFieldNumberOrder()).Where(field => field.FieldType == FieldType.Enum),
        field => Assert.Equal(
            field.EnumType.Values.Where(value => value.Number != 0).Select(value => value.Name),
            ValueSchemaOf(field).GetProperty("enum").EnumerateArray().Select(value => value.GetString())));

    [Fact]
    public void Shipped_catalog_satisfies_the_schema()
    {
        using var catalog = JsonDocument.Parse(ShippedCatalog.Json);
        Assert.Empty(new SchemaCheck(Schema).Check(catalog.RootElement));
    }

    [Theory]
    [InlineData("\"scoreAtLeast\": 650", "\"scoreAtLeast\": 640")]
    [InlineData("\"id\": \"trial.car\"", "\"id\": \"Trial Car\"")]
    [InlineData("\"handover\"", "\"hand_over\"")]
    [InlineData("\"currency\": \"CNY\"", "\"currency\": 1")]
    [InlineData("SCENE_HOUSING", "HOUSING")]
    public void Schema_refuses_what_the_reading_refuses(string old, string by)
    {
        using var catalog = JsonDocument.Parse(ShippedCatalog.Json.Replace(old, by, StringComparison.Ordinal));
        Assert.NotEmpty(new SchemaCheck(Schema).Check(catalog.RootElement));
    }

    private static JsonElement DefinitionOf(string name) => name == "Catalog" ? Schema : Schema.GetProperty("$defs").GetProperty(name);

    private static JsonElement ValueSchemaOf(FieldDescriptor field)
    {
        var property = DefinitionOf(field.ContainingType.Name).GetProperty("properties").GetProperty(field.JsonName);
        return field.IsRepeated ? property.GetProperty("items") : property;
    }
}
