using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.CodeAnalysis;
using YamlDotNet.Serialization;

namespace Greeter
{
    [Generator]
    public sealed class GreetingGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(
                context.AdditionalTextsProvider.Where(file => file.Path.EndsWith(".greeting.yaml", StringComparison.Ordinal)),
                (production, file) =>
                {
                    var greeting = new DeserializerBuilder().Build()
                        .Deserialize<Dictionary<string, string>>(new StringReader(file.GetText(production.CancellationToken)!.ToString()));
                    production.AddSource("Greeting.g.cs", "internal static class Greeting { public const string Text = \"" + greeting["text"] + "\"; }");
                });
    }
}
