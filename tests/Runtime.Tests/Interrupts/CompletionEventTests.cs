using Vtd.Architecture;

namespace Vtd.Runtime.Tests.Interrupts;

public class CompletionEventTests
{
    private readonly Guest _guest = new();

    public CompletionEventTests()
    {
        _guest.StartQueue();
        _guest.Write32(Ieaddr.Offset, 0xFEE0_0000);
    }

    private void Complete() => _guest.Submit(Guest.Wait(1, interrupt: true));

    private void ClearStatus() => _guest.Write32(Ics.Offset, (new Ics(0) with { IWC = true }).Value);

    private void Mask(bool on) => _guest.Write32(Iectl.Offset, (new Iectl(0) with { IM = on }).Value);

    [Fact]
    public void No_second_message_before_the_status_was_cleared()
    {
        Mask(false);
        Complete();
        Complete();
        Assert.Single(_guest.Messages);

        ClearStatus();
        Complete();
        Assert.Equal(2, _guest.Messages.Count);
    }

    [Fact]
    public void Two_in_one_batch_give_one_message()
    {
        Mask(false);
        _guest.Submit(Guest.Wait(1, interrupt: true), Guest.Wait(2, interrupt: true));
        Assert.Single(_guest.Messages);
        Assert.Equal(2u, _guest.StatusWord);
    }

    [Fact]
    public void Masked_it_waits_until_it_is_unmasked()
    {
        Complete();
        Assert.True(_guest.IECTL.IP);
        Assert.Empty(_guest.Messages);

        Mask(false);

        Assert.False(_guest.IECTL.IP);
        Assert.Single(_guest.Messages);
    }

    [Fact]
    public void Masked_and_taken_care_of_it_is_forgotten()
    {
        Complete();
        ClearStatus();
        Assert.False(_guest.IECTL.IP);
        Mask(false);
        Assert.Empty(_guest.Messages);
    }

    [Fact]
    public void Writing_the_mask_again_sends_nothing()
    {
        Mask(false);
        Complete();
        Mask(false);
        Mask(true);
        Mask(false);
        Assert.Single(_guest.Messages);
    }

    [Fact]
    public void Software_cannot_set_pending()
    {
        _guest.Write32(Iectl.Offset, (new Iectl(0) with { IM = true, IP = true }).Value);
        Assert.False(_guest.IECTL.IP);
    }

    [Fact]
    public void Page_request_events_follow_the_same_rules()
    {
        var registers = _guest.Unit.Registers;
        registers.PRS = registers.PRS with { PPR = true, PRO = true };
        registers.PECTL = registers.PECTL with { IP = true };

        _guest.Write32(Prs.Offset, (new Prs(0) with { PPR = true }).Value);
        Assert.True(new Pectl(_guest.Read32(Pectl.Offset)).IP);

        _guest.Write32(Prs.Offset, (new Prs(0) with { PRO = true }).Value);
        Assert.False(new Pectl(_guest.Read32(Pectl.Offset)).IP);

        registers.PECTL = registers.PECTL with { IP = true };
        _guest.Write32(Pectl.Offset, 0);
        Assert.Single(_guest.Messages);
    }

    [Fact]
    public void A_sink_that_throws_is_reported_and_the_rest_goes_on()
    {
        var observer = new MessageFailures();
        var guest = new Guest(observer: observer);
        guest.StartQueue();
        guest.Write32(Iectl.Offset, 0);
        guest.OnMessage = () => throw new InvalidOperationException("no such processor");

        guest.Submit(Guest.Wait(1, interrupt: true), Guest.Wait(2));

        Assert.Equal(2u, guest.StatusWord);
        Assert.Equal("no such processor", observer.Error?.Message);
    }

    private sealed class MessageFailures : IUnitObserver
    {
        public Exception? Error { get; private set; }

        public void MessageFailed(ulong address, uint data, Exception error) => Error = error;
    }
}
