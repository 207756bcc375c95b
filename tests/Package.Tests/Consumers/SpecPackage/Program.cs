using System;
using Acme.Uart;
using Board.Leds;

var uart = new UartRegisterFile();
Console.WriteLine(uart.CONTROL.PARITY);
Console.WriteLine(new Color { PARITY = Parity.Odd }.PARITY);
Console.WriteLine(typeof(Parity).Namespace);
