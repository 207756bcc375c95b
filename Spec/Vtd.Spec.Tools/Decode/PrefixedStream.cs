namespace Vtd.Spec.Tools.Decode;

/// <summary>A stream whose first bytes were read to find out what it holds.</summary>
/// <param name="first">The bytes that were read.</param>
/// <param name="rest">The stream behind them.</param>
internal sealed class PrefixedStream(byte[] first, Stream rest) : Stream
{
    private int _taken;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_taken == first.Length)
            return rest.Read(buffer, offset, count);

        var length = Math.Min(count, first.Length - _taken);
        Array.Copy(first, _taken, buffer, offset, length);
        _taken += length;
        return length;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rest.Dispose();

        base.Dispose(disposing);
    }
}
