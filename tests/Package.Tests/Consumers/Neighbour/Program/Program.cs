System.Console.WriteLine(Greeting.Text);
System.Console.WriteLine(new Hello.Revision(Hello.Revision.ResetValue));
