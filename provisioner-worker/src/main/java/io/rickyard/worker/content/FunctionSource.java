package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a function is made of, checked: every path leads below the function's own directory, and
 * names a regular file.
 *
 * @param entrypoint the file where it begins
 * @param importMap the file that says what names its modules have
 * @param staticPatterns which of its files it reads while it runs
 * @param files by their paths from the directory
 */
public record FunctionSource(
    String entrypoint,
    @Nullable String importMap,
    List<String> staticPatterns,
    SortedMap<String, byte[]> files) {

  /** The most bytes that all files together have. */
  public static final int MOST_BYTES = 10 * 1024 * 1024;

  private static final int MOST_FILES = 1_000;
  private static final int MOST_PATTERNS = 100;
  private static final int LONGEST_PATH = 1_000;
  private static final int LONGEST_NAME = 255;
  private static final Pattern PLAIN = Pattern.compile("[^\\p{Cntrl}\\\\]+");

  /** Copies the collections; the bytes are nobody else's. */
  public FunctionSource {
    requireNonNull(entrypoint, "entrypoint");
    staticPatterns = staticPatterns == null ? List.of() : List.copyOf(staticPatterns);
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * Checks what somebody sends.
   *
   * @param importMap a file; empty or null where there is none
   * @param sent the files, by their paths from the root of somebody's project
   */
  public static FunctionSource of(
      String entrypoint,
      @Nullable String importMap,
      List<String> staticPatterns,
      List<Map.Entry<String, byte[]>> sent)
      throws ContentRefused {
    if (sent.isEmpty()) {
      throw malformed("A function has at least one file");
    }
    if (sent.size() > MOST_FILES) {
      throw new ContentRefused(
          ContentRefused.Why.TOO_MANY, "A function has at most %d files".formatted(MOST_FILES));
    }
    var files = new TreeMap<String, byte[]>();
    long bytes = 0;
    for (var file : sent) {
      var path = path(file.getKey());
      var before = files.put(path, file.getValue());
      if (before != null && !MessageDigest.isEqual(before, file.getValue())) {
        throw malformed("There are two files " + path);
      }
      bytes += before == null ? file.getValue().length : 0;
    }
    if (bytes > MOST_BYTES) {
      throw new ContentRefused(
          ContentRefused.Why.TOO_LARGE,
          "The files of a function have at most %d bytes together".formatted(MOST_BYTES));
    }
    requireNoFileInAFile(files);
    var patterns = new ArrayList<String>();
    for (var pattern : staticPatterns) {
      patterns.add(path(pattern));
    }
    if (patterns.size() > MOST_PATTERNS) {
      throw malformed("A function has at most %d static patterns".formatted(MOST_PATTERNS));
    }
    return new FunctionSource(
        known("entrypoint_path", entrypoint, files),
        importMap == null || importMap.isEmpty()
            ? null
            : known("import_map_path", importMap, files),
        patterns,
        files);
  }

  private static String known(String what, String sent, SortedMap<String, byte[]> files)
      throws ContentRefused {
    var path = path(sent);
    if (!files.containsKey(path)) {
      throw malformed("%s names none of the files: %s".formatted(what, path));
    }
    return path;
  }

  private static void requireNoFileInAFile(SortedMap<String, byte[]> files) throws ContentRefused {
    for (var path : files.keySet()) {
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        if (files.containsKey(path.substring(0, slash))) {
          throw malformed("%s is a file, and a directory".formatted(path.substring(0, slash)));
        }
      }
    }
  }

  /**
   * A path below the directory, in its one form. What would lead elsewhere is refused and not
   * mended: whoever sends it means something else than they would get.
   */
  static String path(String sent) throws ContentRefused {
    var path = sent;
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    if (path.length() > LONGEST_PATH || !PLAIN.matcher(path).matches()) {
      throw malformed(
          "A path has 1 to %d characters, without \\ and control characters"
              .formatted(LONGEST_PATH));
    }
    for (var name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw malformed("Paths lead from the root of the project down, not as " + sent);
      }
      if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw malformed("A name in a path has up to %d bytes".formatted(LONGEST_NAME));
      }
    }
    return path;
  }

  /** The digest of all of it, in hexadecimal. */
  public String sha256() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      add(digest, entrypoint);
      add(digest, String.valueOf(importMap));
      staticPatterns.forEach(pattern -> add(digest, pattern));
      files.forEach((path, content) -> {
        add(digest, path);
        add(digest, content);
      });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  private static void add(MessageDigest digest, String text) {
    add(digest, text.getBytes(StandardCharsets.UTF_8));
  }

  /** With its length, so that no two sources run together to the same bytes. */
  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static ContentRefused malformed(String message) {
    return new ContentRefused(ContentRefused.Why.MALFORMED, message);
  }

  @Override
  public String toString() {
    return "FunctionSource[%s of %d files]".formatted(entrypoint, files.size());
  }
}
