package io.rickyard.org.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Set;

/**
 * The key under which hooks' secrets are stored: a Tink keyset of AES-256-GCM keys in a file that
 * only the service's user can read. Several instances share one file. A lost file cannot be
 * replaced: every hook then needs a new secret.
 */
public final class MasterKey {

  private final Aead aead;

  private MasterKey(Aead aead) {
    this.aead = aead;
  }

  /**
   * Reads the key, or makes one where there is no file yet.
   *
   * @throws IllegalArgumentException when the file holds no keyset
   * @throws UncheckedIOException when it can be neither read nor made
   */
  public static MasterKey at(Path file) {
    try {
      AeadConfig.register();
      if (!Files.exists(file)) {
        create(file);
      }
      var keyset =
          TinkJsonProtoKeysetFormat.parseKeyset(
              Files.readString(file), InsecureSecretKeyAccess.get());
      return new MasterKey(keyset.getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "rickyard.org.master-key-file " + file + " can be neither read nor made", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "rickyard.org.master-key-file " + file + " holds no keyset", e);
    }
  }

  Aead aead() {
    return aead;
  }

  /** Another instance may be quicker; then its key is taken. */
  private static void create(Path file) throws IOException, GeneralSecurityException {
    var keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    String json = TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
    var directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      var bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (FileAlreadyExistsException _) {
      // Made in the meantime by another instance; it is read next.
    }
  }
}
