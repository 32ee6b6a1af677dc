/**
 * Domains that projects bring along: who claims one, how the claim is proved, and which project a
 * host's requests go to. Knows nothing of how names are resolved.
 */
@NullMarked
package io.rickyard.org.domain;

import org.jspecify.annotations.NullMarked;
