package io.rickyard.systemtests;

import static io.rickyard.systemtests.Browser.test;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;

/** {@code rickyard login} and the page on which somebody decides about it, in a real browser. */
@Timeout(300)
class LoginPageIT {

  private static final Pattern USER_CODE = Pattern.compile("  ([A-Z]{4}-[A-Z]{4})");

  private static @Nullable Workspace workspace;
  private static @Nullable LocalInstallation installation;
  private static @Nullable Browser browser;
  private static int logins;

  @BeforeAll
  static void start() throws Exception {
    Browser.need();
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start("--no-demo");
    browser = Browser.in(workspace);
    page().get(installation.announced().path("sign_in_link").asText());
    browser.seen("nav-projects");
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (installation != null) {
      installation.close();
    }
    if (workspace != null) {
      workspace.close();
    }
  }

  @Test
  void approvalBringsTheTokenByTheBrowser() throws Exception {
    // given
    var login = Login.begin("--no-browser");
    String address = login.said("  http").strip();

    // when
    page().get(address);
    browser().seen("login-page");
    String page = browser().seen("login-host").getText();
    browser().screenshot("login-browser");
    browser().seen("login-approve").click();

    // then
    browser()
        .waiting()
        .until(ExpectedConditions.textToBePresentInElementLocated(By.tagName("body"), "Done."));
    assertThat(page).isNotBlank();
    assertThat(login.end()).isZero();
    assertThat(login.whoami()).startsWith(whoStartedIt());
  }

  @Test
  void refusalBringsTheNewsByTheBrowser() throws Exception {
    // given
    var login = Login.begin("--no-browser");
    page().get(login.said("  http").strip());

    // when
    browser().seen("login-refuse").click();

    // then
    browser()
        .waiting()
        .until(
            ExpectedConditions.textToBePresentInElementLocated(
                By.tagName("body"), "Nobody was let in."));
    assertThat(login.end()).isEqualTo(3);
  }

  @Test
  void codeIsTypedComparedAndApproved() throws Exception {
    // given
    var login = Login.begin("--device");
    var shown = USER_CODE.matcher(login.said("  "));
    assertThat(shown.matches()).isTrue();
    String code = shown.group(1);

    // when
    page().get(installed().url() + "/#/device");
    browser().seen("user-code").sendKeys(code.toLowerCase(Locale.ROOT).replace("-", " "));
    browser().seen("user-code-submit").click();
    String compared = browser().seen("login-code").getText();
    String place = browser().seen("login-place").getText();
    browser().screenshot("login-device");
    browser().seen("login-approve").click();

    // then
    browser().seen("login-answer");
    assertThat(compared).isEqualTo(code);
    assertThat(place).isEqualTo("the machine that Rickyard runs on");
    assertThat(login.end()).isZero();
    assertThat(login.whoami()).startsWith(whoStartedIt());
  }

  @Test
  void codeInTheAddressIsComparedAndRefused() throws Exception {
    // given
    var login = Login.begin("--device");
    String code = login.said("  ").strip();

    // when
    page().get(installed().url() + "/#/device/" + code);
    browser().seen("login-refuse").click();

    // then
    assertThat(browser().seen("login-answer").getText()).contains("Refused");
    assertThat(login.end()).isEqualTo(3);
  }

  @Test
  void codeThatNobodyShowsIsNotFound() {
    // when
    page().get(installed().url() + "/#/device/BCDF-GHJK");

    // then
    assertThat(browser().seen("login-error").getText()).contains("Nothing asks under this code");
    assertThat(page().findElements(test("login-approve"))).isEmpty();
  }

  /** The command, as it runs on a machine that knows nothing yet. */
  private record Login(Process process, BufferedReader error, Path configuration) {

    static Login begin(String how) throws IOException {
      var configuration = requireNonNull(workspace).path().resolve("config-" + logins++);
      var builder = command(configuration, "login", how, "--url", installed().url().toString());
      var process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      return new Login(process, process.errorReader(StandardCharsets.UTF_8), configuration);
    }

    /** The first line that begins so. */
    String said(String beginning) throws IOException {
      String line = error.readLine();
      while (line != null && !line.startsWith(beginning)) {
        line = error.readLine();
      }
      return requireNonNull(line, "The command ended before it said '" + beginning + "'");
    }

    int end() throws InterruptedException {
      return process.waitFor();
    }

    String whoami() throws IOException {
      var whoami = command(configuration, "whoami").redirectErrorStream(true).start();
      return new String(whoami.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static ProcessBuilder command(Path configuration, String... arguments)
        throws IOException {
      var command =
          new ArrayList<>(List.of(Workspace.repository().resolve("infra/rickyard").toString()));
      command.addAll(List.of(arguments));
      var builder = new ProcessBuilder(command);
      var environment = builder.environment();
      environment.put("XDG_CONFIG_HOME", configuration.toString());
      // The keyring of whoever runs the tests is not theirs to fill.
      List.of("RICKYARD_URL", "RICKYARD_TOKEN", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
          .forEach(environment::remove);
      return builder;
    }
  }

  private static String whoStartedIt() throws Exception {
    return installed().cli("whoami").output().lines().findFirst().orElseThrow();
  }

  private static ChromeDriver page() {
    return browser().driver();
  }

  private static Browser browser() {
    return requireNonNull(browser);
  }

  private static LocalInstallation installed() {
    return requireNonNull(installation);
  }
}
