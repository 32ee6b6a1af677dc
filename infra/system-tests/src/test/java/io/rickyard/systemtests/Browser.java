package io.rickyard.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser; what is waited for is named by test ids. */
record Browser(ChromeDriver driver) implements AutoCloseable {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static Optional<Path> program() {
    return Programs.find("chromium", "chromium-browser", "google-chrome");
  }

  private static Optional<Path> chromedriver() {
    return Programs.find("chromedriver");
  }

  /** Skips the tests, or fails them, where there is none. */
  static void need() {
    Programs.need(
        program().isPresent() && chromedriver().isPresent(),
        "RICKYARD_REQUIRE_BROWSER",
        "chromium and chromedriver on the PATH");
  }

  static Browser in(Workspace workspace) {
    var options = new ChromeOptions();
    options.setBinary(program().orElseThrow().toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + workspace.path().resolve("browser"));
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver().orElseThrow().toFile())
            .build();
    var driver = new ChromeDriver(service, options);
    driver.manage().window().setSize(new Dimension(1280, 800));
    return new Browser(driver);
  }

  static By test(String testId) {
    return By.cssSelector("[data-testid='" + testId + "']");
  }

  WebElement seen(String testId) {
    return waiting().until(ExpectedConditions.visibilityOfElementLocated(test(testId)));
  }

  void inState(String badge, String state) {
    waiting()
        .until(
            ExpectedConditions.presenceOfElementLocated(
                By.cssSelector("[data-testid=%s][data-state=%s]".formatted(badge, state))));
  }

  WebDriverWait waiting() {
    var waiting = new WebDriverWait(driver, LONG);
    waiting.ignoring(StaleElementReferenceException.class);
    return waiting;
  }

  /** Kept under target/screenshots, for people. */
  void screenshot(String name) throws IOException {
    Path taken = driver.getScreenshotAs(OutputType.FILE).toPath();
    Path kept = Path.of("target/screenshots/" + name + ".png");
    Files.createDirectories(kept.getParent());
    Files.copy(taken, kept, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
