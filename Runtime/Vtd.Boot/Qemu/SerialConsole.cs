using System.Net.Sockets;
using System.Text;

namespace Vtd.Boot.Qemu;

/// <summary>Writes what the guest says on its serial line.</summary>
/// <param name="socket">The socket of the serial line.</param>
/// <param name="output">Takes the text.</param>
public sealed class SerialConsole(Socket socket, TextWriter output)
{
    /// <summary>Writes until QEMU closes the socket.</summary>
    public void Copy()
    {
        var bytes = new byte[4096];
        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var decoder = Encoding.UTF8.GetDecoder();
        while (Receive(bytes) is > 0 and var count)
        {
            output.Write(characters, 0, decoder.GetChars(bytes, 0, count, characters, 0));
            output.Flush();
        }
    }

    private int Receive(byte[] bytes)
    {
        try
        {
            return socket.Receive(bytes);
        }
        catch (SocketException)
        {
            return 0; // QEMU was ended
        }
    }
}
