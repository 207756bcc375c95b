System.Console.WriteLine(new Device.Id(Device.Id.ResetValue));
System.Console.WriteLine(new Board.Revision(Board.Revision.ResetValue));
