package io.rickyard.auth.key;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The master key in a file that only its owner can read, in base64; made if it is not there. */
public final class MasterKeyFile {

  private static final int BYTES = 32;

  private MasterKeyFile() {}

  /** Reads the key, or makes one first. */
  public static byte[] readOrCreate(Path file, SecureRandom random) {
    try {
      if (!Files.exists(file)) {
        create(file, random);
      }
      return Base64.getDecoder().decode(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("The key file " + file + " can be neither read nor made", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("The key file " + file + " holds no base64", e);
    }
  }

  /** Written beside and linked into place, so that nobody ever reads half a key or replaces one. */
  private static void create(Path file, SecureRandom random) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    Path draft = Files.createTempFile(directory, file.getFileName() + "-", ".new", ownerOnly());
    try {
      Files.write(
          draft,
          (Base64.getEncoder().encodeToString(key) + "\n").getBytes(StandardCharsets.US_ASCII));
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException _) {
      return; // another instance was first; its key is the key
    } catch (UnsupportedOperationException _) {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
