import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Prints one string of a flat or once nested JSON object, so that the gate needs no tool for it. */
class JsonField {
  public static void main(String[] arguments) throws Exception {
    String json = Files.readString(Path.of(arguments[0]));
    String field = arguments[1];
    int dot = field.indexOf('.');
    if (dot > 0) {
      json = json.substring(json.indexOf("\"" + field.substring(0, dot) + "\""));
      field = field.substring(dot + 1);
    }
    var matcher = Pattern.compile("\"" + field + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
    if (!matcher.find()) {
      throw new IllegalStateException(arguments[1] + " is not in " + arguments[0]);
    }
    System.out.println(matcher.group(1));
  }
}
