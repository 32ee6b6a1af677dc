package io.rickyard.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.config.Configuration;
import io.rickyard.cli.config.ConfigurationFile;
import io.rickyard.cli.stub.StubInstallation;
import io.rickyard.cli.stub.StubInstallation.Reply;
import io.rickyard.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Getting a token without a password. */
@Timeout(60)
class LoginTest {

  private static final String GRANTED = "{\"access_token\":\"sbp_made\",\"token_type\":\"Bearer\"}";

  private final StubInstallation installation = new StubInstallation();
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient browser = HttpClient.newHttpClient();

  @TempDir private Path home;

  @BeforeEach
  void arrange() {
    environment.put("XDG_CONFIG_HOME", home.toString());
    environment.put("RICKYARD_URL", installation.url().toString());
    installation.on("GET /v1/organizations", Reply.json(200, "[]"));
    installation.on("GET /v1/profile", Reply.json(200, "{\"primary_email\":\"ann@farm.example\"}"));
    installation.on("POST /v1/login/token", Reply.json(200, GRANTED));
  }

  @AfterEach
  void stop() {
    threads.close();
    browser.close();
    installation.close();
  }

  /** A login that runs, with the address that it shows. */
  private record Running(Future<Integer> code, URI address, PipedInputStream said) {}

  @Test
  void browserBringsTheCodeAndOnlyTheVerifierOfThisLoginGoesWithIt() throws Exception {
    // given
    var login = login("--no-browser");
    var asked = parameters(login.address());

    // when
    int shown = get(callback(asked, "code=rkg_1&state=" + asked.get("state")));
    int code = login.code().get();

    // then
    assertThat(shown).isEqualTo(200);
    assertThat(code).isZero();
    assertThat(asked)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "rickyard-cli")
        .containsEntry("code_challenge_method", "S256");
    assertThat(asked.get("redirect_uri")).matches("http://127\\.0\\.0\\.1:\\d+/callback");
    var form = form();
    assertThat(form)
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("code", "rkg_1")
        .containsEntry("redirect_uri", asked.get("redirect_uri"));
    assertThat(s256(String.valueOf(form.get("code_verifier"))))
        .isEqualTo(asked.get("code_challenge"));
    assertThat(installation.asked("GET /v1/profile").getFirst().header("Authorization"))
        .isEqualTo("Bearer sbp_made");
    assertThat(ConfigurationFile.ofUser(environment).read())
        .isEqualTo(new Configuration(installation.url(), "sbp_made", null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/callback?code=rkg_evil&state=guessed",
        "/callback?code=rkg_evil",
        "/callback?code=rkg_evil&state=",
        "/callback?state=STATE",
        "/callback?code=rkg_evil&error=both&state=STATE",
        "/callback?code=%zz&state=%zz",
        "/?code=rkg_evil&state=STATE",
        "/other/callback?code=rkg_evil&state=STATE",
        "/favicon.ico"
      })
  void whatIsNotTheAnswerChangesNothing(String foreign) throws Exception {
    // given
    var login = login("--no-browser");
    var asked = parameters(login.address());
    var state = String.valueOf(asked.get("state"));

    // when
    int told = raw(asked, "GET " + foreign.replace("STATE", state), authority(asked));
    get(callback(asked, "code=rkg_good&state=" + state));

    // then
    assertThat(told).isIn(400, 404);
    assertThat(login.code().get()).isZero();
    assertThat(form()).containsEntry("code", "rkg_good");
    assertThat(installation.asked("POST /v1/login/token")).hasSize(1);
  }

  @Test
  void neitherAnotherNameNorAnotherMethodBringsTheAnswer() throws Exception {
    // given
    var login = login("--no-browser");
    var asked = parameters(login.address());
    String answer = "/callback?code=rkg_evil&state=" + asked.get("state");

    // when
    int rebound = raw(asked, "GET " + answer, "evil.example");
    int posted = raw(asked, "POST " + answer, authority(asked));
    get(callback(asked, "code=rkg_good&state=" + asked.get("state")));

    // then
    assertThat(rebound).isEqualTo(404);
    assertThat(posted).isEqualTo(404);
    assertThat(login.code().get()).isZero();
    assertThat(form()).containsEntry("code", "rkg_good");
  }

  @Test
  void refusalOnThePageEndsTheCommand() throws Exception {
    // given
    var login = login("--no-browser");
    var asked = parameters(login.address());

    // when
    get(callback(asked, "error=access_denied&state=" + asked.get("state")));

    // then
    assertThat(login.code().get()).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
    assertThat(rest(login)).contains("refused on the page");
    assertThat(installation.asked("POST /v1/login/token")).isEmpty();
  }

  @Test
  void browserThatIsNamedIsOpened() throws Exception {
    // given
    var opened = home.resolve("opened");
    assertThat(new ProcessBuilder("mkfifo", opened.toString()).start().waitFor()).isZero();
    var program = home.resolve("browser");
    Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$2\" >\"$1\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    environment.put("BROWSER", program + " " + opened + " %s");

    // when
    var login = login();
    String address;
    try (var lines = Files.newBufferedReader(opened)) {
      address = requireNonNull(lines.readLine());
    }
    var asked = parameters(URI.create(address));
    get(callback(asked, "code=rkg_1&state=" + asked.get("state")));

    // then
    assertThat(URI.create(address)).isEqualTo(login.address());
    assertThat(login.code().get()).isZero();
  }

  @Test
  void whereThereIsNoDisplayACodeIsShown() throws Exception {
    // given
    installation.on(
        "POST /v1/login/device",
        Reply.json(
            200,
            """
            {"device_code": "rkd_1", "user_code": "WDJB-MJHT", "interval": 0, "expires_in": 600,
             "verification_uri": "http://r.example/#/device",
             "verification_uri_complete": "http://r.example/#/device/WDJB-MJHT"}
            """));
    installation.on(
        "POST /v1/login/token",
        Reply.json(400, "{\"error\":\"authorization_pending\"}"),
        Reply.json(200, GRANTED));
    var err = new ByteArrayOutputStream();

    // when
    int code = run(new PrintStream(err, true, StandardCharsets.UTF_8), "login");

    // then
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("WDJB-MJHT", "http://r.example/#/device");
    assertThat(installation.asked("POST /v1/login/token")).hasSize(2);
    assertThat(form()).containsEntry("device_code", "rkd_1");
    assertThat(ConfigurationFile.ofUser(environment).read().token()).isEqualTo("sbp_made");
  }

  @ParameterizedTest
  @ValueSource(strings = {"access_denied", "expired_token", "invalid_grant"})
  void deviceThatIsNotLetInKeepsNothing(String error) {
    // given
    installation.on(
        "POST /v1/login/device",
        Reply.json(200, "{\"device_code\":\"rkd_1\",\"user_code\":\"W\",\"interval\":0}"));
    installation.on("POST /v1/login/token", Reply.json(400, "{\"error\":\"" + error + "\"}"));
    var err = new ByteArrayOutputStream();

    // when
    int code = run(new PrintStream(err, true, StandardCharsets.UTF_8), "login", "--device");

    // then
    assertThat(code).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
    assertThat(ConfigurationFile.ofUser(environment).exists()).isFalse();
  }

  @Test
  void fileThatOthersReadIsNotTrusted() throws IOException {
    // given
    environment.remove("RICKYARD_URL");
    var file = ConfigurationFile.ofUser(environment);
    file.write(new Configuration(installation.url(), "sbp_seen", null, null));
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));
    var err = new ByteArrayOutputStream();

    // when
    int code = run(new PrintStream(err, true, StandardCharsets.UTF_8), "whoami");

    // then
    assertThat(code).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("chmod 600");
    assertThat(installation.asked()).isEmpty();
  }

  private Running login(String... options) throws IOException {
    var said = new PipedInputStream();
    var err = new PrintStream(new PipedOutputStream(said), true, StandardCharsets.UTF_8);
    var arguments = new String[options.length + 1];
    arguments[0] = "login";
    System.arraycopy(options, 0, arguments, 1, options.length);
    var code =
        threads.submit(() -> {
          try (err) {
            return run(err, arguments);
          }
        });
    var lines = new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.startsWith("  http")) {
      line = lines.readLine();
    }
    return new Running(
        code, URI.create(requireNonNull(line, "no address was shown").strip()), said);
  }

  private int run(PrintStream err, String... arguments) {
    var terminal = Terminal.plain(new PrintStream(out, true, StandardCharsets.UTF_8));
    return Rickyard.run(new Invocation(terminal, Terminal.plain(err), environment), arguments);
  }

  private static String rest(Running login) throws IOException {
    return new String(login.said().readAllBytes(), StandardCharsets.UTF_8);
  }

  private int get(URI address) throws Exception {
    return browser
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** A request as no client of Java's would make it; gives the status. */
  private static int raw(Map<String, String> asked, String line, String host) throws IOException {
    var callback = URI.create(String.valueOf(asked.get("redirect_uri")));
    try (var socket = new Socket(callback.getHost(), callback.getPort())) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
      socket
          .getOutputStream()
          .write(
              (line
                      + " HTTP/1.1\r\nHost: "
                      + host
                      + "\r\nContent-Length: 0\r\n"
                      + "Connection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      var answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return Integer.parseInt(requireNonNull(answer.readLine()).split(" ", 3)[1]);
    }
  }

  private static String authority(Map<String, String> asked) {
    return URI.create(String.valueOf(asked.get("redirect_uri"))).getAuthority();
  }

  private static URI callback(Map<String, String> asked, String query) {
    return URI.create(asked.get("redirect_uri") + "?" + query);
  }

  private Map<String, String> form() {
    return decoded(installation.asked("POST /v1/login/token").getLast().body());
  }

  private static Map<String, String> parameters(URI address) {
    return decoded(address.getRawQuery());
  }

  private static Map<String, String> decoded(String form) {
    return Arrays.stream(form.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static String s256(String verifier) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }
}
