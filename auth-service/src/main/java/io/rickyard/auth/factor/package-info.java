/**
 * Second factors: codes that an app computes from a shared secret and the time. Knows no sessions'
 * store and no pictures.
 */
@NullMarked
package io.rickyard.auth.factor;

import org.jspecify.annotations.NullMarked;
