"""Prints every scalar below a folder as TensorBoard's own reader sees it: run, tag, step, bits of the float."""
import os
import struct
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import plugin_data_pb2

root = sys.argv[1]
for folder, _, files in os.walk(root):
    if not files:
        continue
    events = EventAccumulator(folder, size_guidance={"scalars": 0})
    events.Reload()
    for tag in events.Tags()["scalars"]:
        for event in events.Scalars(tag):
            bits = struct.unpack("<i", struct.pack("<f", event.value))[0]
            print(os.path.relpath(folder, root).replace(os.sep, "/"), tag, event.step, bits, sep="\t")
    for tag, field in (("_hparams_/session_start_info", "session_start_info"), ("_hparams_/session_end_info", "session_end_info")):
        data = events.SummaryMetadata(tag).plugin_data
        assert data.plugin_name == "hparams"
        assert plugin_data_pb2.HParamsPluginData.FromString(data.content).HasField(field)
