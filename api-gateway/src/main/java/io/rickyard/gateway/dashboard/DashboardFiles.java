package io.rickyard.gateway.dashboard;

import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The dashboard's files from the class path; each is read once and kept, there are few. */
@Singleton
final class DashboardFiles {

  private static final String ROOT = "dashboard/";
  private static final String START = "index.html";

  /** Segments of a file's path: none starts with a dot, so none leads anywhere else. */
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9._@-]*(?:/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)*");

  private final Map<String, DashboardFile> files = new ConcurrentHashMap<>();

  /** The file that a request's path names, if there is one. */
  Optional<DashboardFile> find(String path) {
    String name = path.equals("/") ? START : path.substring(1);
    if (!PATH.matcher(name).matches()) {
      return Optional.empty();
    }
    var known = files.get(name);
    return known == null ? load(name) : Optional.of(known);
  }

  private Optional<DashboardFile> load(String name) {
    try (InputStream resource =
        DashboardFiles.class.getClassLoader().getResourceAsStream(ROOT + name)) {
      if (resource == null || !name.contains(".")) {
        return Optional.empty();
      }
      byte[] content = resource.readAllBytes();
      var file = new DashboardFile(content, type(name), tag(content));
      files.put(name, file);
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The dashboard's " + name + " cannot be read", e);
    }
  }

  private static MediaType type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> MediaType.of("text/html;charset=utf-8");
      case "js", "mjs" -> MediaType.of("text/javascript;charset=utf-8");
      case "css" -> MediaType.of("text/css;charset=utf-8");
      case "svg" -> MediaType.of("image/svg+xml");
      case "webmanifest" -> MediaType.of("application/manifest+json");
      case "woff2" -> MediaType.of("font/woff2");
      case "ico" -> MediaType.of("image/x-icon");
      default -> MediaType.forFilename(name);
    };
  }

  private static String tag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, 12)) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
