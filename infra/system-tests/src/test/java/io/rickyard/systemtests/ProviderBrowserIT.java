package io.rickyard.systemtests;

import static io.rickyard.systemtests.Browser.test;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.ExpectedConditions;

/**
 * The page's ways to an OpenID Connect issuer, in a real browser. Skipped, saying so, where there
 * is no Chromium or no Node.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProviderBrowserIT {

  private static @Nullable Workspace workspace;
  private static @Nullable LocalInstallation installation;
  private static @Nullable IssuerProcess issuer;
  private static @Nullable Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Browser.need();
    var node = Programs.find("node", "nodejs");
    var npm = Programs.find("npm");
    Programs.need(
        node.isPresent() && npm.isPresent(), "RICKYARD_REQUIRE_NODE", "node and npm on the PATH");
    workspace = Workspace.create();
    var directory = Files.createDirectory(workspace.path().resolve("issuer"));
    SupabaseJsPage.install(
        directory, npm.orElseThrow(), "/oidc-provider/", List.of("package.json", "issuer.mjs"));
    String address = IssuerProcess.freeAddress();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start(IssuerProcess.settings(address), "--no-demo");
    issuer =
        IssuerProcess.start(directory, node.orElseThrow(), address, installation.url().toString());
    browser = Browser.in(workspace);
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (issuer != null) {
      issuer.close();
    }
    if (installation != null) {
      installation.close();
    }
    if (workspace != null) {
      workspace.close();
    }
  }

  @Test
  @Order(1)
  void whoIsSignedInLinksAnAccountAndStaysSignedIn() throws Exception {
    // given
    browser().driver().get(installed().announced().path("sign_in_link").asText());
    browser().seen("nav-projects");
    browser().driver().get(installed().url() + "/#/account");
    browser().seen("session-current");
    int others = browser().driver().findElements(test("session-other")).size();

    // when
    browser().seen("link-company").click();
    atTheIssuer("ada");

    // then
    browser().seen("identity-company");
    browser().seen("session-current");
    assertThat(browser().driver().findElements(test("session-other"))).hasSize(others);
    assertThat(browser().driver().getCurrentUrl()).endsWith("#/account");
    browser().screenshot("identities");
  }

  @Test
  @Order(2)
  void buttonSignsInWithTheLinkedAccount() throws Exception {
    // given
    browser().driver().manage().deleteAllCookies();
    browser().driver().get(installed().url().toString());
    browser().driver().navigate().refresh();
    assertThat(browser().seen("signin-company").getText()).isEqualTo("Continue with Example Inc.");
    browser().screenshot("signin-providers");

    // when
    browser().seen("signin-company").click();

    // then
    browser().seen("nav-projects");
    assertThat(browser().driver().getCurrentUrl()).doesNotContain("access_token");
  }

  @Test
  @Order(3)
  void unlinkedAccountIsGoneFromThePage() {
    // given
    browser().driver().get(installed().url() + "/#/account");

    // when
    browser().seen("identity-company").findElement(test("unlink")).click();

    // then
    browser().seen("link-company");
    browser()
        .waiting()
        .until(ExpectedConditions.invisibilityOfElementLocated(test("identity-company")));
    assertThat(browser().seen("identity-email").findElements(test("unlink"))).isEmpty();
  }

  /** Its two forms: who somebody is, and that the installation may know. */
  private static void atTheIssuer(String login) {
    var submit = By.cssSelector("button.login-submit");
    browser().waiting().until(ExpectedConditions.elementToBeClickable(By.name("login")));
    browser().driver().findElement(By.name("login")).sendKeys(login);
    browser().driver().findElement(By.name("password")).sendKeys("any");
    browser().driver().findElement(submit).click();
    browser()
        .waiting()
        .until(ExpectedConditions.presenceOfElementLocated(By.cssSelector("[value=consent]")));
    browser().driver().findElement(submit).click();
  }

  private static Browser browser() {
    return requireNonNull(browser);
  }

  private static LocalInstallation installed() {
    return requireNonNull(installation);
  }
}
