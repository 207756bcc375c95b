namespace Vtd.Spec.Tools.Tests.Import;

/// <summary>An SVD file of a chip that does not exist, with what the format can describe.</summary>
internal static class Svd
{
    public const string Chip = """
        <?xml version="1.0" encoding="utf-8"?>
        <device schemaVersion="1.3">
          <vendor>Example</vendor> <name>X1</name> <version>2</version>
          <size>32</size> <access>read-write</access> <resetValue>0</resetValue> <resetMask>0xFFFFFFFF</resetMask>
          <peripherals>
            <peripheral>
              <name>UART0</name> <description>A serial
                 port.</description> <baseAddress>0x40000000</baseAddress>
              <addressBlock> <offset>0</offset> <size>0x100</size> <usage>registers</usage> </addressBlock>
              <interrupt> <name>UART0_IRQ</name> <value>7</value> </interrupt>
              <registers>
                <register>
                  <name>CTRL</name> <description>Control</description> <addressOffset>0x00</addressOffset> <resetValue>0x10</resetValue>
                  <fields>
                    <field> <name>EN</name> <description>Enables "all" of it</description> <bitRange>[0:0]</bitRange> </field>
                    <field>
                      <name>MODE</name> <description>mode</description> <lsb>4</lsb> <msb>5</msb>
                      <enumeratedValues>
                        <enumeratedValue> <name>NORMAL_MODE</name> <description>as usual</description> <value>0</value> </enumeratedValue>
                        <enumeratedValue> <name>2wire</name> <value>#10</value> </enumeratedValue>
                        <enumeratedValue> <name>others</name> <isDefault>true</isDefault> </enumeratedValue>
                      </enumeratedValues>
                    </field>
                    <field> <name>START</name> <description>starts</description> <bitOffset>8</bitOffset> <bitWidth>1</bitWidth> <access>write-only</access> </field>
                    <field> <dim>3</dim> <dimIncrement>2</dimIncrement> <name>CH%s</name> <description>a channel</description> <bitRange>[17:16]</bitRange> </field>
                  </fields>
                </register>
                <register>
                  <name>STAT</name> <description>Status</description> <addressOffset>0x04</addressOffset> <access>read-only</access> <resetMask>0</resetMask>
                  <fields>
                    <field> <name>ERR</name> <description>an error</description> <bitRange>[31:31]</bitRange> <access>read-write</access> <modifiedWriteValues>oneToClear</modifiedWriteValues> </field>
                    <field>
                      <name>STATE</name> <description>mode in use</description> <bitRange>[1:0]</bitRange>
                      <enumeratedValues>
                        <name>STATE_OF_MODE</name>
                        <enumeratedValue> <name>NORMAL_MODE</name> <description>as usual</description> <value>0</value> </enumeratedValue>
                        <enumeratedValue> <name>2wire</name> <value>2</value> </enumeratedValue>
                      </enumeratedValues>
                    </field>
                  </fields>
                </register>
                <register> <name>DATA</name> <description>Data</description> <addressOffset>0x08</addressOffset> </register>
                <register derivedFrom="DATA"> <name>DATA2</name> <addressOffset>0x0C</addressOffset> </register>
                <register>
                  <dim>4</dim> <dimIncrement>8</dimIncrement> <name>SLOT[%s]</name> <description>Slots</description> <addressOffset>0x20</addressOffset>
                  <fields> <field> <name>VALUE</name> <description>value</description> <bitRange>[15:0]</bitRange> </field> </fields>
                </register>
                <register> <dim>2</dim> <dimIncrement>4</dimIncrement> <dimIndex>A,B</dimIndex> <name>PORT_%s</name> <description>Ports</description> <addressOffset>0x40</addressOffset> </register>
                <cluster>
                  <dim>3</dim> <dimIncrement>16</dimIncrement> <name>DMA[%s]</name> <addressOffset>0x80</addressOffset>
                  <register> <name>FROM</name> <description>Source</description> <addressOffset>0</addressOffset> </register>
                  <register> <dim>2</dim> <dimIncrement>4</dimIncrement> <name>TO%s</name> <description>Targets</description> <addressOffset>4</addressOffset> </register>
                </cluster>
              </registers>
            </peripheral>
            <peripheral derivedFrom="UART0"> <name>UART1</name> <baseAddress>0x40001000</baseAddress> </peripheral>
            <peripheral>
              <name>WIDE</name> <baseAddress>0x50000000</baseAddress>
              <registers>
                <register> <name>TIME</name> <description>Time</description> <addressOffset>0</addressOffset> <size>64</size> <access>read-only</access> </register>
                <register> <name>BITS</name> <description>Bits</description> <addressOffset>8</addressOffset> <size>12</size> </register>
                <register> <name>int</name> <description>Keyword</description> <addressOffset>0x0C</addressOffset> <modifiedWriteValues>oneToSet</modifiedWriteValues> </register>
                <register> <name>OTHER</name> <description>At the same place</description> <addressOffset>0x0C</addressOffset> </register>
                <register>
                  <name>FIFO</name> <description>Queue</description> <addressOffset>0x10</addressOffset> <readAction>modify</readAction> <resetValue>0xFF</resetValue>
                  <fields>
                    <field> <name>HEAD</name> <description>first</description> <bitRange>[3:0]</bitRange> </field>
                    <field> <name>AGAIN</name> <description>same bits</description> <bitRange>[2:2]</bitRange> </field>
                    <field> <name>FAR</name> <description>too far</description> <bitRange>[40:40]</bitRange> </field>
                  </fields>
                </register>
              </registers>
            </peripheral>
            <peripheral>
              <name>EFFECTS</name> <baseAddress>0x60000000</baseAddress>
              <registers>
                <register>
                  <name>ALL</name> <description>Every effect</description> <addressOffset>0</addressOffset>
                  <fields>
                    <field> <name>T1</name> <description>effect</description> <bitRange>[1:0]</bitRange> <access>read-write</access> <modifiedWriteValues>oneToToggle</modifiedWriteValues> </field>
                    <field> <name>C0</name> <description>effect</description> <bitRange>[3:2]</bitRange> <access>read-write</access> <modifiedWriteValues>zeroToClear</modifiedWriteValues> </field>
                    <field> <name>S0</name> <description>effect</description> <bitRange>[5:4]</bitRange> <access>read-write</access> <modifiedWriteValues>zeroToSet</modifiedWriteValues> </field>
                    <field> <name>T0</name> <description>effect</description> <bitRange>[7:6]</bitRange> <access>read-write</access> <modifiedWriteValues>zeroToToggle</modifiedWriteValues> </field>
                    <field> <name>CLR</name> <description>effect</description> <bitRange>[9:8]</bitRange> <access>read-write</access> <modifiedWriteValues>clear</modifiedWriteValues> </field>
                    <field> <name>SET</name> <description>effect</description> <bitRange>[11:10]</bitRange> <access>read-write</access> <modifiedWriteValues>set</modifiedWriteValues> </field>
                    <field> <name>RC</name> <description>effect</description> <bitRange>[13:12]</bitRange> <access>read-only</access> <readAction>clear</readAction> </field>
                    <field> <name>RS</name> <description>effect</description> <bitRange>[15:14]</bitRange> <access>read-only</access> <readAction>set</readAction> </field>
                    <field> <name>RCS</name> <description>effect</description> <bitRange>[17:16]</bitRange> <access>read-write</access> <modifiedWriteValues>oneToSet</modifiedWriteValues> <readAction>clear</readAction> </field>
                    <field> <name>WS</name> <description>effect</description> <bitRange>[19:18]</bitRange> <access>write-only</access> <modifiedWriteValues>zeroToSet</modifiedWriteValues> </field>
                    <field> <name>WO</name> <description>effect</description> <bitRange>[21:20]</bitRange> <access>writeOnce</access> </field>
                    <field> <name>RWO</name> <description>effect</description> <bitRange>[23:22]</bitRange> <access>read-writeOnce</access> </field>
                  </fields>
                </register>
              </registers>
            </peripheral>
          </peripherals>
        </device>
        """;
}
