using Vtd.Analyzers.Locks;
using Vtd.Analyzers.Tests.Harness;
using Vtd.CodeFixes;

namespace Vtd.Analyzers.Tests.Locks;

using Check = Check<LockAnalyzer>;

public sealed class LockTests
{
    private const string Marks = """

        [AttributeUsage(AttributeTargets.All)] class RequiresDiskLockAttribute : Attribute;
        [AttributeUsage(AttributeTargets.All)] class ForbiddenUnderDiskLockAttribute : Attribute;
        [AttributeUsage(AttributeTargets.All)] class GuardedByDiskLockAttribute : Attribute;
        [AttributeUsage(AttributeTargets.All)] class IndependentOfDiskLockAttribute : Attribute;
        class DiskLock
        {
            public bool TryEnter() => true;
            public void Enter() { }
            public void Exit() { }
            public Scope Hold() => new();
            public ref struct Scope { public void Dispose() { } }
        }
        interface IHost
        {
            [ForbiddenUnderDiskLock] void Call();
            [ForbiddenUnderDiskLock] int Depth { get; set; }
        }
        static class Things
        {
            [RequiresDiskLock] public static void DropLocked() { }
        }
        """;

    private static Task Finds(string members) => Check.Finds($$"""
        class Unit(DiskLock gate, IHost host)
        {
            {{members.ReplaceLineEndings("\n").Replace("\n", "\n    ", StringComparison.Ordinal)}}
        }
        """ + Marks);

    [Fact]
    public Task Between_enter_and_exit_it_is_held_and_elsewhere_not() => Finds("""
        void M()
        {
            {|VTD2101:Things.DropLocked()|};
            host.Call();
            gate.Enter();
            try
            {
                Things.DropLocked();
                {|VTD2102:host.Call()|};
                {|VTD2102:host.Depth|} = {|VTD2102:host.Depth|} + 1;
            }
            finally
            {
                gate.Exit();
            }
            {|VTD2101:Things.DropLocked()|};
            host.Call();
        }
        """);

    [Theory]
    [InlineData("if (!gate.TryEnter()) { host.Call(); {|VTD2101:Things.DropLocked()|}; return; } Things.DropLocked();")]
    [InlineData("if (b || !gate.TryEnter()) return; Things.DropLocked(); {|VTD2102:host.Call()|};")]
    [InlineData("if (gate.TryEnter()) { try { Things.DropLocked(); } finally { gate.Exit(); } } else { {|VTD2101:Things.DropLocked()|}; } {|VTD2101:Things.DropLocked()|};")]
    [InlineData("using (gate.Hold()) { Things.DropLocked(); {|VTD2102:host.Call()|}; } {|VTD2101:Things.DropLocked()|};")]
    [InlineData("using var held = gate.Hold(); Things.DropLocked(); {|VTD2102:host.Call()|};")]
    [InlineData("if (b) gate.Enter(); Things.DropLocked(); host.Call();")]
    [InlineData("var taken = gate.TryEnter(); if (taken) Things.DropLocked();")]
    [InlineData("while (b) { gate.Enter(); try { Things.DropLocked(); } finally { gate.Exit(); } {|VTD2101:Things.DropLocked()|}; }")]
    [InlineData("try { gate.Enter(); if (b) return; Things.DropLocked(); } catch (Exception) { Things.DropLocked(); }")]
    public Task The_lock_is_followed_along_every_path(string statements) => Finds($"void M(bool b) {{ {statements} }}");

    [Fact]
    public Task Instance_members_of_a_guarded_type_need_the_lock() => Finds("""
        [GuardedByDiskLock]
        class Cache(IHost host)
        {
            public Cache(IHost host, int first) : this(host) { Count = first; {|VTD2101:Drop()|}; }
            public int Count = 0;
            public int Size => 1;
            public int Limit { get; set; }
            public void Drop() { Things.DropLocked(); {|VTD2102:host.Call()|}; Action later = () => Forget(); later(); }
            private void Forget() { }
            public static void Publish() { }
            public override string ToString() => "";
            [ForbiddenUnderDiskLock] public void Tell() { host.Call(); {|VTD2101:Drop()|}; }
            [IndependentOfDiskLock] public int Peek() => 0;
            [IndependentOfDiskLock] public int Top { get; set; }
            class Inner { public void Free() { } }
        }
        void M(Cache cache)
        {
            {|VTD2101:cache.Drop()|};
            _ = {|VTD2101:cache.Size|} + cache.Count + cache.Peek() + cache.Top + cache.ToString().Length;
            {|VTD2101:cache.Limit|} = 1;
            Cache.Publish();
            cache.Tell();
            using (gate.Hold()) { cache.Drop(); _ = cache.Size + cache.Peek(); {|VTD2102:cache.Tell()|}; }
        }
        """);

    [Fact]
    public Task Members_of_a_guarded_interface_need_the_lock_and_its_implementations_do() => Finds("""
        [GuardedByDiskLock] interface IPart { void Reset(); void Count() => Things.DropLocked(); }
        class Part : IPart { public void Reset() => Things.DropLocked(); public void Other() => {|VTD2101:Things.DropLocked()|}; }
        class Hidden : IPart { void IPart.Reset() => Things.DropLocked(); }
        void M(IPart part, Part other)
        {
            {|VTD2101:part.Reset()|};
            {|VTD2101:part.Count()|};
            {|VTD2101:other.Reset()|};
        }
        """);

    [Fact]
    public Task A_member_that_is_independent_of_the_lock_must_not_come_to_a_forbidden_one_under_it() => Finds("""
        [GuardedByDiskLock]
        class Cache(IHost host)
        {
            [IndependentOfDiskLock] public void Ask() => host.Call();
            public void Drop() { {|VTD2102:Ask()|}; }
        }
        """);

    [Fact]
    public Task A_name_may_leave_out_what_the_type_says() => Finds("""
        [GuardedByDiskLock]
        class Cache
        {
            public void Drop() { }
            public void ForgetLocked() { }
            [IndependentOfDiskLock] public void {|VTD2103:PeekLocked|}() { }
        }
        """);

    [Fact]
    public Task A_scope_of_the_project_holds_it_until_it_is_disposed_of() => Finds("""
        ref struct Section(DiskLock gate)
        {
            [RequiresDiskLock] public void Dispose() { Things.DropLocked(); gate.Exit(); {|VTD2101:Things.DropLocked()|}; }
        }
        ref struct Other { public void Dispose() { } }
        Section Begin() { gate.Enter(); return new(gate); }
        void M() { using (Begin()) { Things.DropLocked(); {|VTD2102:host.Call()|}; } {|VTD2101:Things.DropLocked()|}; host.Call(); }
        void N() { using var section = new Section(gate); Things.DropLocked(); }
        void O() { using var other = new Other(); {|VTD2101:Things.DropLocked()|}; }
        """);

    [Fact]
    public Task A_marked_member_is_entered_as_its_mark_says() => Finds("""
        [RequiresDiskLock]
        void RunLocked()
        {
            Things.DropLocked();
            {|VTD2102:host.Call()|};
            gate.Exit();
            try { host.Call(); } finally { gate.Enter(); }
            Things.DropLocked();
        }
        [ForbiddenUnderDiskLock] void Tell() { host.Call(); {|VTD2101:Things.DropLocked()|}; }
        [RequiresDiskLock] int CountLocked { get { Things.DropLocked(); return 0; } }
        int Twice => 2 * {|VTD2101:CountLocked|};
        """);

    [Fact]
    public Task What_says_nothing_is_looked_through() => Finds("""
        void M() { gate.Enter(); {|VTD2102:First()|}; gate.Exit(); First(); }
        void First() { Second(); }
        void Second() { if (host.Depth > 0) First(); }
        [RequiresDiskLock] void RunLocked() { {|VTD2102:new Unit2(host).Make()|}; Harmless(); }
        void Harmless() { gate.Exit(); host.Call(); gate.Enter(); }
        abstract class Base(IHost host) { protected IHost Host => host; public abstract void Make(); }
        class Unit2(IHost host) : Base(host) { public override void Make() => Host.Call(); }
        [RequiresDiskLock] void PassLocked(Base any) { {|VTD2102:any.Make()|}; }
        """);

    [Fact]
    public Task Implementations_are_marked_by_what_they_implement() => Finds("""
        class Host : IHost
        {
            public void Call() { {|VTD2101:Things.DropLocked()|}; }
            int IHost.Depth { get { {|VTD2101:Things.DropLocked()|}; return 0; } set { } }
        }
        [RequiresDiskLock] void RunLocked(Host own) { {|VTD2102:own.Call()|}; }
        """);

    [Fact]
    public Task Lambdas_run_where_their_parameter_is_called() => Finds("""
        void Under(Action change) { gate.Enter(); try { change(); } finally { gate.Exit(); } }
        [ForbiddenUnderDiskLock] void Outside(Action change) { change(); }
        void Maybe(Action change) { change(); }
        void M()
        {
            Under(() => Things.DropLocked());
            Under(() => {|VTD2102:host.Call()|});
            Outside(() => {|VTD2101:Things.DropLocked()|});
            Outside(() => host.Call());
            Maybe(() => { Things.DropLocked(); host.Call(); });
            System.Threading.Tasks.Task.Run(() => { Things.DropLocked(); gate.Enter(); {|VTD2102:host.Call()|}; gate.Exit(); });
        }
        """);

    [Fact]
    public Task A_lambda_inside_a_scope_or_a_try_is_a_body_of_its_own() => Finds("""
        void Maybe(Action change) { change(); }
        void M(bool b, bool c, bool d)
        {
            if (b) host.Call();
            if (c) host.Call();
            if (d) host.Call();
            using (gate.Hold()) Maybe(() => Things.DropLocked());
            try { host.Call(); Maybe(() => host.Call()); } catch (Exception) { if (b && c || d) host.Call(); } finally { host.Call(); }
        }
        """);

    [Fact]
    public Task Local_functions_run_where_they_are_called() => Finds("""
        [RequiresDiskLock] void RunLocked() { Inner(); void Inner() { Things.DropLocked(); {|VTD2102:host.Call()|}; } }
        void M() { Inner(); void Inner() { {|VTD2101:Things.DropLocked()|}; host.Call(); } }
        """);

    [Fact]
    public Task Nested_partial_and_generic_types() => Check.Finds("""
        partial class Unit<T>(DiskLock gate, IHost host) where T : IHost
        {
            [RequiresDiskLock] void RunLocked(T item) { {|VTD2102:item.Call()|}; Inner<int>.RunLocked(); }
            static class Inner<TInner> { [RequiresDiskLock] public static void RunLocked() => Things.DropLocked(); }
        }
        partial class Unit<T> { void M() { {|VTD2101:Inner<string>.RunLocked()|}; host.Call(); gate.Enter(); } }
        """ + Marks);

    [Fact]
    public Task Names_agree_with_marks() => Check.Finds("""
        interface ISteps { void Step(); void EndLocked(); }
        class Unit : ISteps
        {
            [RequiresDiskLock] void {|VTD2103:Drop|}() { }
            void {|VTD2103:DropLocked|}() { }
            [ForbiddenUnderDiskLock] void {|VTD2103:TellLocked|}() { }
            [RequiresDiskLock] public void Step() { }
            [RequiresDiskLock] public void EndLocked() { }
            bool IsLocked() => true;
            void Locked() { }
        }
        """.Replace("void EndLocked(); }", "[RequiresDiskLock] void EndLocked(); }", StringComparison.Ordinal) + Marks);

    [Fact]
    public Task What_is_marked_is_renamed_wherever_it_is_used() => Check.Fixed<LockNameFix>(
        """
        partial class Unit<T>
        {
            [RequiresDiskLock] internal virtual void {|VTD2103:Drop|}() { }
            [RequiresDiskLock] internal void {|VTD2103:Stop|}(T item) { Drop(); Stop(item); Inner.Go(1); }
            static class Inner { [RequiresDiskLock] internal static void {|VTD2103:Go|}<TItem>(TItem item) { } }
        }
        class Other : Unit<int> { internal override void Drop() => base.Drop(); }
        """ + Marks,
        """
        partial class Unit<T>
        {
            [RequiresDiskLock] internal virtual void DropLocked() { }
            [RequiresDiskLock] internal void StopLocked(T item) { DropLocked(); StopLocked(item); Inner.GoLocked(1); }
            static class Inner { [RequiresDiskLock] internal static void GoLocked<TItem>(TItem item) { } }
        }
        class Other : Unit<int> { internal override void DropLocked() => base.DropLocked(); }
        """ + Marks);

    [Fact]
    public Task What_is_named_so_is_marked() => Check.Fixed<LockNameFix>(
        """
        class Unit<T>
        {
            void {|VTD2103:EndLocked|}() { }
            class Inner { void {|VTD2103:GoLocked|}(T item) { } }
        }
        """ + Marks,
        """
        class Unit<T>
        {
            [RequiresDiskLock]
            void EndLocked() { }
            class Inner { [RequiresDiskLock] void GoLocked(T item) { } }
        }
        """ + Marks);

    [Theory]
    [InlineData("[ForbiddenUnderDiskLock] void {|VTD2103:TellLocked|}() { }")]
    [InlineData("[RequiresDiskLock] void {|VTD2103:Drop|}() { } [RequiresDiskLock] void DropLocked(int one) { }")]
    public Task Where_either_may_be_wrong_or_the_name_is_taken_there_is_no_fix(string member) =>
        Check.Fixed<LockNameFix>($"class Unit {{ {member} }}" + Marks, $"class Unit {{ {member} }}" + Marks);

    [Fact]
    public Task Without_marks_nothing_is_asked() => Check.Finds("class Unit { void DropLocked() { } void M() => DropLocked(); }");

    [Fact]
    public Task Two_locks_are_two_things() => Check.Finds("""
        class RequiresTapeLockAttribute : Attribute;
        class TapeLock { public void Enter() { } }
        class Unit(DiskLock disk, TapeLock tape)
        {
            [RequiresTapeLock] void WindLocked() { }
            void M() { tape.Enter(); WindLocked(); {|VTD2101:Things.DropLocked()|}; }
            void N() { disk.Enter(); {|VTD2101:WindLocked()|}; Things.DropLocked(); }
        }
        """ + Marks);
}
