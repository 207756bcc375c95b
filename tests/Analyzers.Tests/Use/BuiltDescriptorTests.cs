using Vtd.Analyzers.Tests.Harness;
using Vtd.Analyzers.Use;

namespace Vtd.Analyzers.Tests.Use;

using Check = Check<BuiltDescriptorAnalyzer>;

public sealed class BuiltDescriptorTests
{
    [Theory]
    [InlineData("Use({|VTD2008:new WaitDescriptor { DATA = 3 }|});")]
    [InlineData("var wait = {|VTD2008:new WaitDescriptor { DATA = 3, FENCE = false }|}; Use(wait);")]
    [InlineData("Use({|VTD2008:new SeekDescriptor { MODE = Mode.Off }|}.Qword0);")]
    [InlineData("Use(new Caps { HEADS = 4 }); Use({|VTD2008:new SeekDescriptor { MODE = Mode.Fast, ORDER = 5 }|});")]
    [InlineData("Use(new Caps { HEADS = 4 }); Use(new WaitDescriptor { {|VTD2009:TURBO = true|}, FENCE = true });")]
    [InlineData("var wait = new WaitDescriptor { {|VTD2009:TURBO = true|} }; wait = wait with { FENCE = true }; Use(new Caps { TURBO = false });")]
    public Task What_the_device_refuses(string statements) => Check.FindsInMethod(statements);

    [Theory]
    [InlineData("Use(new WaitDescriptor { DATA = 3, WRITE = true }); Use(new WaitDescriptor { FENCE = place > 0 }); Use(new WaitDescriptor()); Use(default(WaitDescriptor));")]
    [InlineData("Use(new WaitDescriptor { DATA = 3 } with { FENCE = true });")]
    [InlineData("var wait = new WaitDescriptor { DATA = 3 }; Use(wait with { FENCE = true }); Func<WaitDescriptor> f = () => new() { DATA = 1 };")]
    [InlineData("var wait = new WaitDescriptor { DATA = 3 }; if (place > 0) wait = new() { FENCE = true }; Use(wait);")]
    [InlineData("Use(new SeekDescriptor { MODE = Mode.Fast, ORDER = 63 }); Use(new SeekDescriptor { MODE = (Mode)place });")]
    [InlineData("Use(new Caps { HEADS = 6 }); Use(new SeekDescriptor { MODE = Mode.Fast, ORDER = 5 });")]
    [InlineData("Use(new Caps { HEADS = (byte)place }); Use(new SeekDescriptor { MODE = Mode.Fast, ORDER = 5 });")]
    [InlineData("Use(new Caps { HEADS = 1 } with { HEADS = 7 }); Use(new SeekDescriptor { MODE = Mode.Fast, ORDER = 5 });")]
    [InlineData("Use(new Caps { TURBO = true }); Use(new WaitDescriptor { TURBO = true, FENCE = true });")]
    [InlineData("Use(new Caps { HEADS = 1 }); Use(new Caps { TURBO = true }); Use(new WaitDescriptor { TURBO = true, FENCE = true });")]
    [InlineData("Use(new Caps { HEADS = 1 }); Use(new WaitDescriptor { TURBO = false, FENCE = true }); Use(new WaitDescriptor { TURBO = place > 0, FENCE = true });")]
    public Task What_the_device_may_take(string statements) => Check.FindsInMethod(statements);

    [Fact]
    public Task In_nested_partial_and_generic_types() => Check.Finds("""
        partial class A<T>
        {
            WaitDescriptor _template = new() { DATA = 1 };
            WaitDescriptor Make() => new() { DATA = 1 };
            class B { void M() { Action a = () => Console.Write({|VTD2008:new WaitDescriptor { DATA = 1 }|}.Qword0); } }
        }
        partial class A<T> { void N<TQueue>(TQueue queue) where TQueue : System.Collections.Generic.ICollection<WaitDescriptor> => queue.Add({|VTD2008:new() { DATA = 2 }|}); }
        """);
}
