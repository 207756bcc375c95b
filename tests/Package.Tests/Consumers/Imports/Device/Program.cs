using System;
using Acme.Words;
using Board.Lamps;
using Parts.Common;

Console.WriteLine(new Front { COLOR = Color.Green });
foreach (var fastest in new[] { Speed.Slow, Speed.Fast })
{
    var lamps = new LampsRegisterFile(new LampsCapabilities { CommonCapabilities = new CommonCapabilities { CAP = new Cap { FASTEST = fastest } } });
    lamps.Write(0x04, 4, 1);
    Console.WriteLine(lamps.BLINK.SPEED);
}

Console.WriteLine(typeof(Speed).Assembly.GetName().Name + " " + typeof(Color).Assembly.GetName().Name);
