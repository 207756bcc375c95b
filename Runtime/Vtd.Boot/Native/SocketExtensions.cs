using System.Net.Sockets;

namespace Vtd.Boot.Native;

/// <summary>Ends sockets to a child process.</summary>
public static class SocketExtensions
{
    extension(Socket socket)
    {
        /// <summary>Lets a receiver take what came and then end, even if a process that has nothing to do with the socket holds its other end.</summary>
        public void End()
        {
            try
            {
                socket.Shutdown(SocketShutdown.Both);
            }
            catch (SocketException)
            {
                // The other side closed its end before.
            }
        }
    }
}
