"""Configurations of ordinary models as real Keras saves them: what the scanner must stay silent about.

    python tools/oracle/ordinary.py > packages/core/src/scanner/known/ordinary.json

One entry a model: its `config.json` and the names of its other members. Object ids are numbered by appearance. The last entries hold one
object of every class and function that can be made without arguments.
"""

import inspect
import io
import json
import os
import sys
import tempfile
import zipfile

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="")

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers as L  # noqa: E402
from keras import ops  # noqa: E402
from keras.src.saving.serialization_lib import serialize_keras_object  # noqa: E402
from stable import renumber  # noqa: E402

cases = {}


def case(f):
    cases[f.__name__] = f
    return f


def I(*s, **k):
    return keras.Input(s, **k)


@case
def seq():
    return keras.Sequential([I(4), L.Dense(3, activation="relu"), L.Dense(2)])

@case
def seq_noinput():
    m=keras.Sequential([L.Dense(3, activation="gelu"), L.Dense(2)], name="my seq (1)")
    m.build((None,4))
    return m

@case
def functional():
    x=I(4,name="a")
    y=I(4,name="b")
    h=L.Concatenate()([x,y])
    d=L.Dense(4)
    z=d(x)+d(y)*2.0
    return keras.Model([x,y],[L.Dense(1)(h), z], name="f")

@case
def dictinputs():
    x={"a":I(4,name="a"),"b":I(4,name="b")}
    return keras.Model(x, {"o":L.Add()([x["a"],x["b"]]),"p":x["a"][:, 1:3]})

@case
def nested():
    inner=keras.Sequential([I(4), L.Dense(3)],name="inner"); i2=I(3); inner2=keras.Model(i2, L.Dense(3)(i2))
    x=I(4)
    return keras.Model(x, inner2(inner(x)))

@case
def compiled_adam():
    m=seq()
    m.compile("adam","mse",metrics=["mae","accuracy"])
    m.fit(np.zeros((4,4)),np.zeros((4,2)),verbose=0)
    return m

@case
def compiled_objects():
    m=seq(); m.compile(keras.optimizers.AdamW(keras.optimizers.schedules.CosineDecay(0.1,100,warmup_target=.2,warmup_steps=3), clipnorm=1.0, weight_decay=.01),
      keras.losses.BinaryCrossentropy(from_logits=True,label_smoothing=.1), metrics=[keras.metrics.AUC(),keras.metrics.Precision(thresholds=.4),keras.metrics.TopKCategoricalAccuracy(k=1), "cosine_similarity", keras.metrics.F1Score()], weighted_metrics=["mse"])
    return m

@case
def compiled_dicts():
    x=I(4); m=keras.Model(x,{"u":L.Dense(1,name="u")(x),"v":L.Dense(3,name="v")(x)})
    m.compile("rmsprop",{"u":"mse","v":"sparse_categorical_crossentropy"},metrics={"u":["mae"],"v":["acc",keras.metrics.SparseTopKCategoricalAccuracy(2)]},loss_weights={"u":1.0,"v":.5},jit_compile=False,run_eagerly=True)
    return m

@case
def compiled_fn():
    m=seq()
    m.compile(keras.optimizers.SGD(.1,momentum=.9,nesterov=True),keras.losses.mean_absolute_error,metrics=[keras.metrics.mean_squared_error, keras.metrics.MeanMetricWrapper(keras.losses.log_cosh)])
    return m

@case
def compiled_lso():
    m=seq()
    m.compile(keras.optimizers.LossScaleOptimizer(keras.optimizers.Lion()),"huber")
    return m

@case
def compiled_all_opts():
    m=seq()
    m.compile(keras.optimizers.Muon() if hasattr(keras.optimizers,'Muon') else 'nadam',"kl_divergence",metrics=["binary_accuracy","crossentropy"])
    return m

@case
def regs():
    return keras.Sequential([I(4),L.Dense(3,kernel_regularizer=keras.regularizers.L1L2(.1,.2),bias_regularizer="l2",activity_regularizer=keras.regularizers.OrthogonalRegularizer(),kernel_constraint=keras.constraints.MaxNorm(2),bias_constraint="non_neg",
      kernel_initializer=keras.initializers.VarianceScaling(2.,mode="fan_out",distribution="uniform",seed=3),bias_initializer=keras.initializers.Constant(.3))])

@case
def inits():
    return keras.Sequential([I(4)]+[L.Dense(4,kernel_initializer=i) for i in [keras.initializers.HeNormal(),"glorot_uniform","he_uniform","lecun_normal",keras.initializers.TruncatedNormal(0,1,seed=keras.random.SeedGenerator(3)),keras.initializers.Orthogonal(),keras.initializers.Identity(),"zeros","ones","random_normal"]])

@case
def mixed():
    return keras.Sequential([I(4),L.Dense(3,dtype="mixed_float16"),L.Dense(3,dtype=keras.DTypePolicy("mixed_bfloat16")),L.Dense(3,dtype=keras.dtype_policies.DTypePolicyMap())])
def quant(mode):
    m=keras.Sequential([I(4),L.Dense(8,activation="relu"),L.EinsumDense("ab,bc->ac",(8,)),L.Dense(3)])
    m.quantize(mode)
    return m

@case
def q8(): return quant("int8")

@case
def q4(): return quant("int4")

@case
def qf8(): return quant("float8")

@case
def stringlookup():
    x=I(1,dtype="string")
    return keras.Model(x,L.StringLookup(vocabulary=["a","b","os.system","http://x.y/load_model","../..","/etc/passwd"])(x))

@case
def intlookup():
    x=I(1,dtype="int64")
    return keras.Model(x,L.IntegerLookup(vocabulary=[1,5,9],output_mode="multi_hot")(x))

@case
def textvec():
    t=L.TextVectorization(max_tokens=50,output_mode="tf_idf")
    t.adapt(["hello world","the /etc/passwd lambda"])
    x=I(1,dtype="string")
    return keras.Model(x,t(x))

@case
def textvec2():
    t=L.TextVectorization(output_sequence_length=5,ngrams=2,split="character",standardize="lower")
    t.adapt(["hello world"])
    x=I(1,dtype="string")
    return keras.Model(x,L.Embedding(20,3,mask_zero=True)(t(x)))

@case
def rnn():
    x=I(5,3)
    h=L.Bidirectional(L.LSTM(3,return_sequences=True,recurrent_initializer=keras.initializers.Orthogonal(seed=1)))(x)
    h=L.GRU(3,return_sequences=True)(h)
    h=L.RNN([L.LSTMCell(3),L.GRUCell(2)],return_sequences=True)(h)
    h=L.TimeDistributed(L.Dense(2))(h)
    return keras.Model(x,L.SimpleRNN(3)(L.Masking()(h)))

@case
def conv():
    x=I(8,8,3)
    h=L.Conv2D(4,3,padding="same",dilation_rate=2)(x)
    h=L.SeparableConv2D(4,(3,3))(h)
    h=L.DepthwiseConv2D(2)(h)
    h=L.BatchNormalization()(h)
    h=L.MaxPooling2D()(h)
    h=L.Conv2DTranspose(3,2,strides=2)(h)
    h=L.UpSampling2D(interpolation="bilinear")(h)
    h=L.ZeroPadding2D(((1,2),(0,1)))(h)
    h=L.PReLU(shared_axes=[1,2])(h)
    return keras.Model(x,L.GlobalAveragePooling2D()(h))

@case
def attention():
    x=I(6,8)
    h=L.MultiHeadAttention(2,4)(x,x,use_causal_mask=True)
    h=L.LayerNormalization()(x+h)
    h=L.GroupQueryAttention(8,4,2)(h,h) 
    h=L.Attention()([h,h])
    h=L.AdditiveAttention()([h,h])
    return keras.Model(x,L.GroupNormalization(2)(h))

@case
def opsmodel():
    x=I(4,6)
    y=ops.einsum("bij,bkj->bik",x,x)
    y=ops.softmax(y/ops.sqrt(2.0))
    y=ops.concatenate([y,y],-1)
    z=y[..., None, ::2]
    w=ops.where(y>0.5,y,np.ones((4,8),"float32"))
    t=ops.transpose(w,(0,2,1))
    v,i=ops.top_k(t,2)
    return keras.Model(x,[z,w,v,ops.cast(i,"float32"),ops.reshape(t,(-1,32)),ops.pad(t,((0,0),(1,1),(0,0))),ops.mean(x,axis=[1,2]),ops.clip(x,-np.inf,1.0),ops.split(x,2,axis=-1)[0], ops.stack([x,x]),ops.take(x,np.array([0,1]),axis=1)])

@case
def act_objects():
    x=I(4)
    h=L.Dense(3,activation=L.LeakyReLU())(x)
    h=L.Activation(keras.activations.swish)(h)
    h=L.Dense(3,activation=keras.ops.sigmoid)(h)
    h=L.Activation("hard_swish")(h)
    return keras.Model(x,L.Softmax(axis=-1)(L.ReLU(6.0)(h)))

@case
def augment():
    x=I(8,8,3)
    h=L.RandomFlip("horizontal")(x)
    h=L.RandomRotation(.1)(h)
    h=L.RandomZoom(.2)(h)
    h=L.Rescaling(1/255.)(h)
    h=L.Resizing(4,4)(h)
    h=L.RandomBrightness(.1)(h)
    h=L.RandomContrast(.2)(h)
    h=L.CenterCrop(2,2)(h)
    h=L.RandAugment()(h) if hasattr(L,'RandAugment') else h
    return keras.Model(x,L.Normalization(mean=[1.,2.,3.],variance=[1.,1.,2.])(h))

@case
def normadapt():
    n=L.Normalization()
    n.adapt(np.random.rand(10,4))
    d=L.Discretization(num_bins=3)
    d.adapt(np.random.rand(10,4))
    x=I(4)
    return keras.Model(x,[n(x),d(x)])

@case
def specnorm():
    x=I(4)
    return keras.Model(x,L.SpectralNormalization(L.Dense(3))(x))

@case
def unicode():
    x=I(4,name="Eingabe größe")
    return keras.Model(x,L.Dense(2,name="層 1")(x),name="модель")

@case
def featurespace():
    import tensorflow as tf
    fs=keras.utils.FeatureSpace({"a":"float_normalized","b":keras.utils.FeatureSpace.string_categorical(num_oov_indices=1),"c":"integer_categorical"},crosses=[("b","c")],output_mode="concat")
    ds=tf.data.Dataset.from_tensor_slices({"a":[1.,2.],"b":["x","y"],"c":[1,2]})
    fs.adapt(ds)
    return fs

@case
def gqa_lora():
    m=seq()
    m.layers[0].enable_lora(2)
    return m

@case
def shared():
    x=I(4)
    r=keras.regularizers.L2(.1)
    d=L.Dense(4,kernel_regularizer=r)
    e=L.Dense(4,kernel_regularizer=r)
    return keras.Model(x,e(d(d(x))))

@case
def hashing():
    x=I(1,dtype="string")
    y=I(1,dtype="string")
    return keras.Model([x,y],[L.Hashing(5,salt=[1,2])(x),L.HashedCrossing(5,output_mode="one_hot")((x,y)), L.CategoryEncoding(5)(L.Hashing(5,mask_value="")(x))])

@case
def audio():
    x=I(2000)
    return keras.Model(x,L.MelSpectrogram()(x))

@case
def stft():
    x=I(2000,1)
    return keras.Model(x,L.STFTSpectrogram()(x))

@case
def lossclasses():
    m=seq()
    m.compile("adam",[keras.losses.Huber(delta=.5)],metrics=[[keras.metrics.MeanIoU(2),keras.metrics.SensitivityAtSpecificity(.5),keras.metrics.R2Score()]],auto_scale_loss=False,steps_per_execution=2)
    return m


def entry(name, saveable):
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/{name}.keras"
        saveable.save(path)
        with zipfile.ZipFile(path) as archive:
            config = json.loads(archive.read("config.json"))
            members = [member for member in archive.namelist() if member not in ("metadata.json", "config.json", "model.weights.h5")]
    return {"name": name, "config": renumber(config, {}), "members": members}


def everything(package):
    """One object of each class that can be made without arguments, and each function that a file may name (layers and quantizers have helpers instead)."""
    objects = []
    for _, thing in inspect.getmembers(package):
        try:
            made = thing() if inspect.isclass(thing) else thing
            if getattr(made, "__name__", "") in ("deserialize", "serialize", "get"):
                continue
            if inspect.isclass(thing) or (inspect.isfunction(thing) and package not in (keras.layers, keras.quantizers)):
                objects.append(serialize_keras_object(made))
        except Exception:
            continue
    return objects


def main():
    rows = []
    for name, make in cases.items():
        keras.utils.clear_session()
        keras.utils.set_random_seed(1)
        rows.append(entry(name, make()))
    layers = everything(keras.layers)
    for package in ("initializers", "losses", "metrics", "optimizers", "optimizers.schedules", "regularizers", "constraints", "activations", "dtype_policies", "quantizers"):
        of = keras
        for part in package.split("."):
            of = getattr(of, part)
        objects = everything(of)
        model = serialize_keras_object(keras.Sequential([keras.Input((2,)), L.Dense(2)]))
        model["config"]["layers"][1]["inbound_nodes"] = [{"args": json.loads(json.dumps(objects)), "kwargs": {}}]
        rows.append({"name": f"all of keras.{package}", "config": renumber(json.loads(json.dumps(model)), {}), "members": []})
    model = serialize_keras_object(keras.Sequential([keras.Input((2,)), L.Dense(2)]))
    model["config"]["layers"] += [layer for layer in layers if layer["class_name"] not in ("Lambda", "TFSMLayer", "JaxLayer", "FlaxLayer", "TorchModuleWrapper")]
    rows.append({"name": "all of keras.layers", "config": renumber(json.loads(json.dumps(model)), {}), "members": []})
    lines = ",\n".join("    " + json.dumps(row, ensure_ascii=True) for row in rows)
    print(f'{{\n  "keras": "{keras.__version__}",\n  "models": [\n{lines}\n  ]\n}}')


if __name__ == "__main__":
    main()
