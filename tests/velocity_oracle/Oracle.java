// SPDX-License-Identifier: Apache-2.0
// Renders every case of a file with Apache Velocity 1.7 and VelocityTools 2.0, and prints what came out in the same form:
//   java -cp /usr/share/java/velocity.jar:... Oracle.java cases.txt > expected.txt
// A case is a line "=== name" and the template in the lines below it. The names that a template sees are set here, and in
// src/action_runtime/velocity_oracle_test.cc.
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.exception.ParseErrorException;

public class Oracle {
  static VelocityContext scope() {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("name", "Ann");
    input.put("text", "He said \"hi\" & left");
    input.put("csv", "[\"a\",\"b\",\"c\"]");
    input.put("accents", "na\u00efve \u20ac");
    input.put("empty", "");
    input.put("nothing", null);
    input.put("count", 7);
    input.put("negative", -3);
    input.put("price", 2.5);
    input.put("yes", true);
    input.put("no", false);
    input.put("first-name", "Dash");
    input.put("a_b", "under");
    List<Object> list = new ArrayList<>(List.of("a", "b", "c"));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("k", "v");
    map.put("n", 3);
    VelocityContext context = new VelocityContext();
    context.put("input", input);
    context.put("list", list);
    context.put("map", map);
    context.put("x", "X");
    context.put("dollar", "$");
    context.put("esc", new org.apache.velocity.tools.generic.EscapeTool());
    context.put("math", new org.apache.velocity.tools.generic.MathTool());
    return context;
  }

  public static void main(String[] arguments) throws Exception {
    VelocityEngine engine = new VelocityEngine();
    engine.setProperty("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
    engine.setProperty("velocimacro.library", "");
    engine.init();
    StringBuilder out = new StringBuilder();
    String text = new String(Files.readAllBytes(Paths.get(arguments[0])), StandardCharsets.UTF_8);
    for (String part : text.split("(?m)^=== ")) {
      if (part.isEmpty() || part.startsWith("#")) continue;
      int end = part.indexOf('\n');
      String template = part.substring(end + 1, part.length() - 1);
      out.append("=== ").append(part, 0, end).append('\n');
      StringWriter result = new StringWriter();
      try {
        engine.evaluate(scope(), result, "case", template);
        out.append(result).append('\n');
      } catch (ParseErrorException error) {
        out.append("!syntax error\n");
        if (System.getenv("ORACLE_MESSAGES") != null) out.append(error.getMessage()).append('\n');
      } catch (Exception error) {
        out.append("!failed\n");
        if (System.getenv("ORACLE_MESSAGES") != null) out.append(error.toString()).append('\n');
      }
    }
    System.out.write(out.toString().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }
}
