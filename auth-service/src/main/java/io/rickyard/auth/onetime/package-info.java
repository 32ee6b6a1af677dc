/**
 * What is sent to an address and proves, once, that somebody reads its mail: a link and a code of
 * six digits. Says nothing about what follows from the proof.
 */
@NullMarked
package io.rickyard.auth.onetime;

import org.jspecify.annotations.NullMarked;
