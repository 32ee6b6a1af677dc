package io.rickyard.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file that keeps the installation's URL and token between commands, or that the keyring has
 * the token. Readable by its owner only, and replaced as a whole, so that a command that reads
 * meanwhile sees the old or the new one.
 */
public final class ConfigurationFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final String TOKEN_IN = "token_in";
  private static final String KEYRING = "keyring";

  private final Path path;

  /** The file at this path; it need not be there yet. */
  public ConfigurationFile(Path path) {
    this.path = path;
  }

  /**
   * The user's own: {@code $XDG_CONFIG_HOME/rickyard/config.json}, {@code ~/.config/…} without it.
   */
  public static ConfigurationFile ofUser(Map<String, String> environment) {
    var configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
    // The standard says to ignore a relative path.
    var home =
        configured.startsWith("/")
            ? Path.of(configured)
            : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config");
    return new ConfigurationFile(home.resolve("rickyard").resolve("config.json"));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Whether it is there. */
  public boolean exists() {
    return Files.exists(path);
  }

  /** Whether others than its owner may read it. False where permissions can't be told. */
  public boolean readableByOthers() {
    try {
      return exists() && posix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read the permissions of " + path, e);
    }
  }

  /**
   * Reads it; gives {@link Configuration#unset} when it isn't there.
   *
   * @throws IllegalArgumentException when it holds something else, with what to do about it
   */
  public Configuration read() {
    if (!exists()) {
      return Configuration.unset();
    }
    try {
      var json = RickyardClient.JSON.readTree(Files.readString(path));
      var url = text(json, "url");
      return new Configuration(
          url == null ? Configuration.USUAL_URL : URI.create(url),
          text(json, "token"),
          text(json, "organization"),
          text(json, "credentials"),
          KEYRING.equals(text(json, TOKEN_IN)));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          path + " can't be understood; mend it, or remove it and run 'rickyard login'", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + path, e);
    }
  }

  /** Writes it, readable by its owner only. */
  public void write(Configuration configuration) {
    var json = RickyardClient.object();
    json.put("url", configuration.url().toString());
    putIfThere(json, "token", configuration.token());
    putIfThere(json, TOKEN_IN, configuration.inKeyring() ? KEYRING : null);
    putIfThere(json, "organization", configuration.organization());
    putIfThere(json, "credentials", configuration.credentials());
    try {
      // A link to the real file (a dotfiles repository) stays a link.
      var target = Files.isSymbolicLink(path) ? path.toRealPath() : path;
      var directory = Files.createDirectories(target.toAbsolutePath().getParent());
      var written = Files.createTempFile(directory, ".config", ".json", ownerOnly());
      Files.writeString(
          written,
          RickyardClient.JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json)
              + "\n");
      Files.move(
          written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't write " + path, e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return posix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static @Nullable String text(JsonNode json, String field) {
    return json.path(field).textValue();
  }

  private static void putIfThere(ObjectNode json, String field, @Nullable String value) {
    if (value != null) {
      json.put(field, value);
    }
  }
}
