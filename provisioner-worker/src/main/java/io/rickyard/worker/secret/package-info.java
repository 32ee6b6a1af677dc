/**
 * Secrets of stacks: opening those that come sealed with a command, and keeping them encrypted
 * under a key per organization, which the installation's master key wraps.
 *
 * <p>Nothing here logs, and nothing that holds a secret says it in toString. Plain values leave
 * only as {@code StackSecrets}.
 */
@NullMarked
package io.rickyard.worker.secret;

import org.jspecify.annotations.NullMarked;
