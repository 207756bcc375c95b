System.Console.WriteLine(Greeting.Text);
System.Console.WriteLine(new Hello.Neighbour.Revision(Hello.Neighbour.Revision.ResetValue));
