import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Adds up what Surefire and Failsafe reported, over all modules. */
class TestTotals {
  private static final Pattern SUITE =
      Pattern.compile("<testsuite [^>]*?tests=\"(\\d+)\" errors=\"(\\d+)\" skipped=\"(\\d+)\" failures=\"(\\d+)\"");

  public static void main(String[] arguments) throws Exception {
    int tests = 0;
    int failed = 0;
    int skipped = 0;
    try (var files = Files.walk(Path.of(arguments[0]))) {
      for (Path file : (Iterable<Path>) files.filter(TestTotals::isReport)::iterator) {
        var suite = SUITE.matcher(Files.readString(file));
        if (suite.find()) {
          tests += Integer.parseInt(suite.group(1));
          failed += Integer.parseInt(suite.group(2)) + Integer.parseInt(suite.group(4));
          skipped += Integer.parseInt(suite.group(3));
        }
      }
    }
    System.out.println((tests - failed - skipped) + " passed, " + failed + " failed, " + skipped + " skipped");
  }

  private static boolean isReport(Path file) {
    return file.toString().matches(".*/target/(surefire|failsafe)-reports/TEST-[^/]*\\.xml");
  }
}
