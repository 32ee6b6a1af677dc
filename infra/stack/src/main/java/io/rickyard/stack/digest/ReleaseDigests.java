package io.rickyard.stack.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The command {@code infra/stack/digests}.
 *
 * <ol>
 *   <li>Every image that a release names is asked for; where one is not told, nothing is written.
 *   <li>A digest that is missing is written down.
 *   <li>A tag that means something else than the release says is told. Somebody has to look at
 *       that, so it is only written down when that is asked for.
 * </ol>
 */
public final class ReleaseDigests {

  private static final String USAGE =
      """
      digests --registry HOST[:PORT][/PATH] [--user NAME] [--ca FILE] [--check] [--moved] RELEASE.json...

      Reads from a registry what the images of releases are, and writes their digests into the files.
        --registry   where they are: the one that engines pull from, or a mirror of it
        --user       who reads; the password is RICKYARD_REGISTRY_PASSWORD
        --ca         the certificate of the registry's authority, where Java does not know it
        --check      write nothing; fail where a digest is missing or another
        --moved      write down also what a tag means now that meant something else
      """;

  private static final int DONE = 0;
  private static final int DIFFERS = 1;
  private static final int MISUSED = 2;
  private static final int NOT_TOLD = 3;

  private final Map<String, String> options = new HashMap<>();
  private final List<Path> releases = new ArrayList<>();
  private final String password;
  private final PrintStream out;

  private ReleaseDigests(String password, PrintStream out) {
    this.password = password;
    this.out = out;
  }

  /** Does what the arguments say, and ends with what came of it. */
  public static void main(String[] arguments) throws InterruptedException {
    var password = Optional.ofNullable(System.getenv("RICKYARD_REGISTRY_PASSWORD")).orElse("");
    System.exit(run(List.of(arguments), password, System.out));
  }

  /** The same without the end of the process. */
  public static int run(List<String> arguments, String password, PrintStream out)
      throws InterruptedException {
    var digests = new ReleaseDigests(password, out);
    try {
      digests.read(arguments);
      return digests.all();
    } catch (IllegalArgumentException e) {
      out.println("error: " + e.getMessage());
      out.print(USAGE);
      return MISUSED;
    } catch (RegistryException | IOException | GeneralSecurityException e) {
      out.println("error: " + e.getMessage());
      return NOT_TOLD;
    }
  }

  private void read(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      var argument = arguments.get(i);
      switch (argument) {
        case "--check", "--moved" -> options.put(argument, "");
        case "--registry", "--user", "--ca" -> {
          if (++i == arguments.size()) {
            throw new IllegalArgumentException(argument + " says nothing");
          }
          options.put(argument, arguments.get(i));
        }
        default -> {
          if (argument.startsWith("-")) {
            throw new IllegalArgumentException(argument + " is not known");
          }
          releases.add(Path.of(argument));
        }
      }
    }
    if (!options.containsKey("--registry") || releases.isEmpty()) {
      throw new IllegalArgumentException("a registry and a release are named");
    }
  }

  private int all()
      throws RegistryException, IOException, GeneralSecurityException, InterruptedException {
    try (var http = client()) {
      var registry =
          new Registry(
              http,
              options.getOrDefault("--registry", ""),
              Optional.ofNullable(options.get("--user")).map(user -> user + ":" + password));
      int outcome = DONE;
      for (var release : releases) {
        outcome = Math.max(outcome, one(registry, release));
      }
      return outcome;
    }
  }

  private int one(Registry registry, Path file)
      throws RegistryException, IOException, InterruptedException {
    var release = new ReleaseText(Files.readString(file));
    var images = release.images();
    if (images.isEmpty()) {
      throw new RegistryException(file + " names no image");
    }
    var read = new HashMap<String, String>();
    for (var image : images) {
      read.put(image.toString(), registry.digest(image.repository(), image.tag()));
    }
    var written = new HashMap<String, String>();
    int outcome = DONE;
    for (var image : images) {
      var now = read.get(image.toString());
      if (image.digest().isEmpty()) {
        out.printf("%s  %s  %s%n", file.getFileName(), image, now);
        written.put(image.toString(), now);
        outcome = checking() ? DIFFERS : outcome;
      } else if (!image.digest().get().equals(now)) {
        out.printf(
            "%s  %s  moved from %s to %s%n", file.getFileName(), image, image.digest().get(), now);
        if (options.containsKey("--moved")) {
          written.put(image.toString(), now);
          outcome = checking() ? DIFFERS : outcome;
        } else {
          outcome = DIFFERS;
        }
      }
    }
    if (!checking() && !written.isEmpty()) {
      replace(file, release.with(written).json());
    }
    return outcome;
  }

  private boolean checking() {
    return options.containsKey("--check");
  }

  /** Whole or not at all. */
  private static void replace(Path file, String json) throws IOException {
    var next = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(next, json, UTF_8);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private HttpClient client() throws IOException, GeneralSecurityException {
    var builder =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NORMAL);
    var authority = options.get("--ca");
    if (authority != null) {
      builder.sslContext(trusting(Path.of(authority)));
    }
    return builder.build();
  }

  private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
    var known = KeyStore.getInstance(KeyStore.getDefaultType());
    known.load(null, null);
    try (var certificate = Files.newInputStream(authority)) {
      known.setCertificateEntry(
          "registry", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
