/* Stands in for the decoder of sound: it can be compiled against, and every call of it fails. */
#pragma once
#include <cstddef>

typedef int ma_result;
typedef int ma_format;
typedef unsigned long long ma_uint64;
struct ma_decoder {};
struct ma_decoder_config {};
enum { MA_SUCCESS = 0, MA_ERROR = -1, ma_format_f32 = 5 };

static inline ma_decoder_config ma_decoder_config_init(ma_format, unsigned, unsigned) { return {}; }
static inline ma_result ma_decoder_init_memory(const void *, size_t, const ma_decoder_config *, ma_decoder *) {
  return MA_ERROR;
}
static inline ma_result ma_decoder_get_length_in_pcm_frames(ma_decoder *, ma_uint64 *frames) {
  *frames = 0;
  return MA_ERROR;
}
static inline ma_result ma_decoder_read_pcm_frames(ma_decoder *, void *, ma_uint64, ma_uint64 *read) {
  if (read) *read = 0;
  return MA_ERROR;
}
static inline ma_result ma_decoder_uninit(ma_decoder *) { return MA_SUCCESS; }
